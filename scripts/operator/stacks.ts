import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { Refusal, exitCodes } from '../../localstack/refusal.ts';
import { deployedStacks } from '../../localstack/stacks.ts';
import type { Place } from './place.ts';

/** What a command needs to know of a deployed province; everything is read from its stacks. */
export interface Province {
  readonly code: string;
  readonly archive: string;
  readonly table: string;
  /** Key that signs the heads of the ledger. */
  readonly ledgerKey: string;
  /** Name of a function of this province, as infra/stage-context.ts makes it. */
  readonly functionName: (id: string) => string;
}

const records = /^leian-(\d{2})-records$/;

const refused = (en: string, zh: string): Refusal =>
  new Refusal(exitCodes.notDeployed, [{ code: 'PROVINCE', what: { en, zh }, fix: { en: '', zh: '' } }]);

/** The province of an account, or the named one of several. Throws a Refusal that says which there are. */
export const provinceOf = async (place: Place, code: string | undefined): Promise<Province> => {
  const client = new CloudFormationClient(place.settings);
  const found = (await deployedStacks(client)).flatMap((stack) => {
    const [, of] = records.exec(stack.name) ?? [];
    return of === undefined || (code !== undefined && of !== code) ? [] : [{ of, outputs: stack.outputs }];
  });
  client.destroy();
  const [first, ...others] = found;
  if (first === undefined)
    throw refused(
      `No province ${code ?? ''} is deployed in ${place.name}.`,
      `${place.name} 中没有部署${code ?? '任何'}省的系统。`,
    );
  if (others.length > 0) {
    const codes = found.map(({ of }) => of).join(', ');
    throw refused(
      `Several provinces are deployed: say --province ${codes}.`,
      `有多个省：请用 --province 指明 ${codes}。`,
    );
  }
  const output = (name: string): string => {
    const value = first.outputs[name];
    if (value === undefined) throw new Error(`the stack leian-${first.of}-records has no output ${name}`);
    return value;
  };
  return {
    code: first.of,
    archive: output('ArchiveBucket'),
    table: output('TableName'),
    ledgerKey: output('LedgerKeyArn'),
    functionName: (id) => `leian-${first.of}-${id}`,
  };
};
