import type { Running } from '../running.ts';
import { registered } from './answers.ts';
import { eastStation, instrument, offices, organisation, technician, westStation } from './cast.ts';
import type { Speaker, Teller } from './scene.ts';
import { expectAnswer, speaker } from './speaker.ts';

/** The parties of the walk, by their ids, and the people who speak for them. */
export interface Cast {
  readonly west: string;
  readonly east: string;
  readonly organisation: string;
  readonly technician: string;
  readonly instrument: string;
  readonly county: Speaker;
  readonly secondOfficer: Speaker;
  readonly province: Speaker;
  readonly company: Speaker;
  readonly westManager: Speaker;
}

/** Registers two key units, an organisation, its technician and its instrument. */
export const registerAll = async (world: Running, tell: Teller): Promise<Cast> => {
  tell.step(
    '登记：重点单位、检测机构、检测人员、仪器',
    'register key units, an organisation, its technician and instrument',
  );
  const county = speaker(world, { role: 'officer', office: offices.county, name: 'officer-lin' });
  const province = speaker(world, { role: 'officer', office: offices.province, name: 'officer-zhou' });
  const west = await expectAnswer(county.post('/v1/subjects', westStation), 201, registered);
  const east = await expectAnswer(county.post('/v1/subjects', eastStation), 201, registered);
  const body = await expectAnswer(province.post('/v1/subjects', organisation), 201, registered);
  tell.fact(`${westStation.name}  ${west.id}  监管数字码 ${west.supervisionCode ?? ''}`);
  tell.fact(`${eastStation.name}  ${east.id}  监管数字码 ${east.supervisionCode ?? ''}`);
  tell.fact(`${organisation.name}  ${body.id}`);
  const company = speaker(world, { role: 'organisation', subject: body.id });
  const person = await expectAnswer(
    company.post(`/v1/subjects/${body.id}/technicians`, technician),
    201,
    registered,
  );
  const tool = await expectAnswer(
    company.post(`/v1/subjects/${body.id}/instruments`, instrument),
    201,
    registered,
  );
  tell.fact(`technician ${person.id} (name and number sealed)  ·  instrument ${tool.id}`);
  return {
    west: west.id,
    east: east.id,
    organisation: body.id,
    technician: person.id,
    instrument: tool.id,
    county,
    province,
    company,
    secondOfficer: speaker(world, { role: 'officer', office: offices.county, name: 'officer-he' }),
    westManager: speaker(world, { role: 'unit', subject: west.id }),
  };
};
