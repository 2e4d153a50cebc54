import { officeTree } from '../../infra/provinces/offices.ts';
import { officesOf, type OfficesTold } from '../../shared/access/offices.ts';

/** The offices of Zhejiang, as its functions are told of them, and as a tree. */
export const zhejiang: OfficesTold = { province: '33', officeTree: officeTree('33', []) };
export const offices = officesOf(zhejiang);
