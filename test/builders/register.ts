import type { Parties } from '../../functions/anomaly-detection/facts.ts';
import {
  registerInspectionOrganisation,
  registerInstrument,
  registerTechnician,
} from '../../shared/contracts/registration.ts';
import type { SubmitReport } from '../../shared/contracts/report.ts';
import { parseDay } from '../../shared/kernel/time.ts';
import type { Certified } from '../../shared/rules/validity.ts';
import { instrumentBody, organisationBody, stationBody, technicianBody, type Bent } from './parties.ts';

/** Everybody was registered on this day, with one version of everything. */
const registeredOn = '2026-01-05';

const certified = <C extends Certified['certificates'][number]>(certificate: C): Certified<C> => {
  const since = parseDay(registeredOn);
  if (since === undefined) throw new RangeError(registeredOn);
  return { certificates: [certificate], since, versionsUnread: false };
};

/**
 * What the files would tell of everybody whom a report names, had they been registered with the usual bodies: all in
 * order. `bent`: the organisation, the last technician and the last instrument, registered otherwise.
 */
export const registered =
  (bent: Bent = {}, keyUnitKind = stationBody().keyUnitKind) =>
  ({ activity, tester }: Pick<SubmitReport, 'activity' | 'tester'>): Parties => {
    const { organisation = (body) => body, technician = (body) => body, instrument = (body) => body } = bent;
    const { certificate } = registerInspectionOrganisation.parse(organisation(organisationBody()));
    const people = [...new Set([tester, ...activity.technicians])];
    const tools = [...new Set(activity.instruments)];
    return {
      keyUnit: { listings: [{ kind: keyUnitKind, division: '330106' }], versionsUnread: false },
      organisation: certified({
        number: certificate.number,
        grade: certificate.grade,
        from: certificate.issuedOn,
        to: certificate.validTo,
      }),
      technicians: new Map(
        people.map((id) => {
          const body = technicianBody();
          const { abilityCertificate: ability } = registerTechnician.parse(
            id === people.at(-1) ? technician(body) : body,
          );
          const { number, validFrom: from, validTo: to } = ability;
          return [id, certified({ number, from, to })];
        }),
      ),
      instruments: new Map(
        tools.map((id) => {
          const body = instrumentBody();
          const { calibration } = registerInstrument.parse(id === tools.at(-1) ? instrument(body) : body);
          const { certificateNumber: number, calibratedOn: from, validTo: to } = calibration;
          return [id, certified({ number, from, to })];
        }),
      ),
    };
  };

/** Nobody bent. */
export const honestParties = registered();
