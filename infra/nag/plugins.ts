import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { HousePack } from './house-pack.ts';
import { profile } from './profile.ts';
import { ReviewedPack } from './reviewed-pack.ts';

/** The packs of others, as they come. */
export const packs = () => [new AwsSolutionsChecks(), new NIST80053R5Checks(), new ServerlessChecks()];

/** All that judges a synthesis: three packs through the reviewed profile, and the house's own rules. */
export const plugins = (): IPolicyValidationPlugin[] => [
  ...packs().map((pack) => new ReviewedPack(pack, profile)),
  new HousePack(),
];
