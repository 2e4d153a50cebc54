/**
 * Who asks for what, and what he gets. `shows`: the planted secrets that the answer holds; all others must be missing,
 * whatever the answer. `manager*`: in part only. The offices are those of scene.ts: 330105 was abolished and 330106
 * took over, 330127 moved from 330100 to 330200.
 */
const matrix = `
| who                 | asks                | of           | with               | gets             | shows                                |
| county of A         | readFile            | A            |                    | 200              | measures order                       |
| county of A         | readFile            | A            | SUPERVISION        | 200              | measures order manager responsible mark |
| county of A         | readFile            | A            | CASE               | 200              | measures order manager responsible mark |
| county of A         | readFile            | A            | because            | 422 FIELD_INVALID |                                     |
| county of A         | readFile            | A            | CASE stored        | 200              | measures order mark                  |
| prefecture of A     | readFile            | A            |                    | 200              | measures order                       |
| prefecture of A     | readFile            | A            | COMPLAINT          | 200              | measures order manager* responsible* |
| province            | readFile            | A            | CORRECTION         | 200              | measures order manager* responsible* |
| neighbour county    | readFile            | A            |                    | 403 FORBIDDEN    |                                      |
| neighbour county    | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| other prefecture    | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| abolished office    | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| unknown office      | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| pseudo office       | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| other province      | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| office of nowhere   | readFile            | A            | CASE               | 403 FORBIDDEN    |                                      |
| unit A              | readFile            | A            |                    | 200              | measures order manager responsible   |
| unit B              | readFile            | A            |                    | 403 FORBIDDEN    |                                      |
| crew                | readFile            | A            |                    | 403 FORBIDDEN    |                                      |
| organisation as A   | readFile            | A            |                    | 403 FORBIDDEN    |                                      |
| public              | readFile            | A            | COMPLAINT          | 403 FORBIDDEN    |                                      |
| public as A         | readFile            | A            |                    | 403 FORBIDDEN    |                                      |
| nobody              | readFile            | A            |                    | 401 TOKEN_MISSING |                                     |

| abolished office    | readFile            | Z            |                    | 403 FORBIDDEN    |                                      |
| county of A         | readFile            | Z            |                    | 200              |                                      |
| county of A         | readFile            | Z            | SUPERVISION        | 200              | manager                              |
| prefecture of A     | readFile            | Z            | SUPERVISION        | 200              | manager*                             |
| neighbour county    | readFile            | Z            | SUPERVISION        | 403 FORBIDDEN    |                                      |
| unit Z              | readFile            | Z            |                    | 200              | manager                              |
| county of D         | readFile            | D            |                    | 200              |                                      |
| other prefecture    | readFile            | D            |                    | 200              |                                      |
| prefecture of A     | readFile            | D            |                    | 403 FORBIDDEN    |                                      |
| province            | readFile            | D            |                    | 200              |                                      |

| province            | readFile            | technician   |                    | 200              |                                      |
| province            | readFile            | technician   | SUPERVISION        | 200              | holder                               |
| county of A         | readFile            | technician   | SUPERVISION        | 403 FORBIDDEN    |                                      |
| crew                | readFile            | technician   |                    | 403 FORBIDDEN    |                                      |
| other organisation  | readFile            | technician   |                    | 403 FORBIDDEN    |                                      |

| crew                | readFile            | crew         |                    | 200              |                                      |
| crew                | readFile            | crew         | stored             | 200              |                                      |
| province            | readFile            | crew         |                    | 200              | lead                                 |
| county of A         | readFile            | crew         |                    | 403 FORBIDDEN    |                                      |
| other organisation  | readFile            | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | readFile            | crew         |                    | 403 FORBIDDEN    |                                      |
| unit as crew        | readFile            | crew         |                    | 403 FORBIDDEN    |                                      |

| province            | readLedger          | crew         |                    | 200              | lead                                 |
| crew                | readLedger          | crew         |                    | 200              |                                      |
| other organisation  | readLedger          | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | readLedger          | A            |                    | 200              |                                      |
| crew                | readLedger          | A            |                    | 403 FORBIDDEN    |                                      |
| abolished office    | readLedger          | Z            |                    | 403 FORBIDDEN    |                                      |

| province            | listAnomalies       | crew         |                    | 200              | lead                                 |
| crew                | listAnomalies       | crew         |                    | 200              |                                      |
| other organisation  | listAnomalies       | crew         |                    | 403 FORBIDDEN    |                                      |
| county of A         | listAnomalies       | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | listAnomalies       | A            |                    | 403 FORBIDDEN    |                                      |
| province            | readAnomaly         | crew         |                    | 200              | lead                                 |
| crew                | readAnomaly         | crew         | lead in its path   | 404 NOT_FOUND    | lead                                 |
| other organisation  | readAnomaly         | crew         |                    | 403 FORBIDDEN    |                                      |
| crew                | decideAnomaly       | crew         |                    | 403 FORBIDDEN    |                                      |
| county of A         | decideAnomaly       | crew         |                    | 403 FORBIDDEN    |                                      |

| county of A         | listHazards         | A            |                    | 200              | measures order                       |
| county of A         | listHazards         | A            | SUPERVISION        | 200              | measures order responsible mark      |
| prefecture of A     | listHazards         | A            | SUPERVISION        | 200              | measures order responsible*          |
| crew                | listHazards         | A            |                    | 403 FORBIDDEN    |                                      |
| crew                | listHazards         | crew         |                    | 403 FORBIDDEN    |                                      |
| county of A         | readHazard          | A            |                    | 200              | measures order                       |
| county of A         | readHazard          | A            | CASE               | 200              | measures order responsible mark      |
| unit A              | readHazard          | A            |                    | 200              | measures order responsible           |
| crew                | readHazard          | A            |                    | 403 FORBIDDEN    |                                      |
| unit B              | readHazard          | A            |                    | 403 FORBIDDEN    |                                      |
| abolished office    | readHazard          | A            | CASE               | 403 FORBIDDEN    |                                      |
| county of A         | plan                | A            |                    | 403 FORBIDDEN    |                                      |
| unit A              | extend              | A            |                    | 403 FORBIDDEN    |                                      |
| neighbour county    | extend              | A            |                    | 403 FORBIDDEN    |                                      |
| unit B              | plan                | A            |                    | 403 FORBIDDEN    |                                      |
| crew                | plan                | A            |                    | 403 FORBIDDEN    |                                      |

| unit A              | readReport          | A            |                    | 200              |                                      |
| crew                | readReport          | A            |                    | 200              |                                      |
| county of A         | readReport          | A            |                    | 200              |                                      |
| other organisation  | readReport          | A            |                    | 403 FORBIDDEN    |                                      |
| unit B              | readReport          | A            |                    | 403 FORBIDDEN    |                                      |
| neighbour county    | readReport          | A            |                    | 403 FORBIDDEN    |                                      |
| other organisation  | submitReport        | crew         |                    | 403 FORBIDDEN    |                                      |
| unit as crew        | submitReport        | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | submitReport        | crew         |                    | 403 FORBIDDEN    |                                      |
| province            | submitReport        | crew         |                    | 403 FORBIDDEN    |                                      |

| crew                | readCreditGrade     | crew         |                    | 200              |                                      |
| county of A         | readCreditGrade     | crew         |                    | 200              |                                      |
| other organisation  | readCreditGrade     | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | readCreditGrade     | crew         |                    | 403 FORBIDDEN    |                                      |
| abolished office    | readCreditGrade     | crew         |                    | 403 FORBIDDEN    |                                      |
| other province      | readCreditGrade     | crew         |                    | 403 FORBIDDEN    |                                      |

| county of A         | findSubjects        | A            |                    | 200              |                                      |
| crew                | findSubjects        | A            |                    | 200              |                                      |
| unit B              | findSubjects        | A            |                    | 404 NOT_FOUND    |                                      |
| neighbour county    | findSubjects        | A            |                    | 404 NOT_FOUND    |                                      |
| abolished office    | findSubjects        | Z            |                    | 403 FORBIDDEN    |                                      |
| public              | findSubjects        | A            |                    | 403 FORBIDDEN    |                                      |

| neighbour county    | registerSubject     | 330106       |                    | 403 FORBIDDEN    |                                      |
| abolished office    | registerSubject     | 330105       |                    | 403 FORBIDDEN    |                                      |
| county of A         | registerSubject     | 330105       |                    | 201              |                                      |
| prefecture of A     | registerSubject     | 330127       |                    | 403 FORBIDDEN    |                                      |
| other prefecture    | registerSubject     | 330127       |                    | 201              |                                      |
| crew                | registerSubject     | 330106       |                    | 403 FORBIDDEN    |                                      |
| other organisation  | registerTechnician  | crew         |                    | 403 FORBIDDEN    |                                      |
| county of A         | registerTechnician  | crew         |                    | 403 FORBIDDEN    |                                      |
| unit as crew        | registerTechnician  | crew         |                    | 403 FORBIDDEN    |                                      |
| unit A              | registerInstrument  | crew         |                    | 403 FORBIDDEN    |                                      |
| crew                | registerInstrument  | crew         |                    | 201              |                                      |
| unit B              | registerDevice      | A            |                    | 403 FORBIDDEN    |                                      |
| crew                | registerDevice      | A            |                    | 403 FORBIDDEN    |                                      |
| abolished office    | registerDevice      | Z            |                    | 403 FORBIDDEN    |                                      |
| unit A              | registerDevice      | A            |                    | 201              |                                      |
| unit A              | listDevices         | A            |                    | 200              |                                      |
| crew                | listDevices         | A            |                    | 403 FORBIDDEN    |                                      |

| county of A         | erasePersonalData   | A            |                    | 403 FORBIDDEN    |                                      |
| unit A              | erasePersonalData   | A            |                    | 403 FORBIDDEN    |                                      |
| abolished office    | mergeSubjects       | Z            |                    | 403 FORBIDDEN    |                                      |
| unit A              | mergeSubjects       | A            |                    | 403 FORBIDDEN    |                                      |
| neighbour county    | mergeSubjects       | A            |                    | 403 FORBIDDEN    |                                      |
| unit A              | reAliasSubject      | A            |                    | 403 FORBIDDEN    |                                      |
| neighbour county    | reAliasSubject      | A            |                    | 403 FORBIDDEN    |                                      |
| nobody              | health              |              |                    | 200              |                                      |
`;

export interface Row {
  readonly who: string;
  readonly asks: string;
  readonly of: string;
  readonly with: string;
  readonly gets: string;
  readonly shows: readonly string[];
}
export const rows: readonly Row[] = matrix
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(1)
  .map((line) => {
    const [, who = '', asks = '', of = '', given = '', gets = '', shows = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { who, asks, of, with: given, gets, shows: shows.split(' ').filter((word) => word !== '') };
  });
