import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { named, type StageContext } from '../stage-context.ts';

/** A stack of one province: `leian-33-<what>`, in the region of its settings; its account is a token until an operator sets one. */
export class HouseStack extends Stack {
  protected readonly context: StageContext;

  constructor(scope: Construct, context: StageContext, what: string, description: string) {
    const { region, account, code, name } = context.settings;
    super(scope, what, {
      stackName: named(context, what),
      description: `Leian ${name.pinyin} (${code}): ${description}`,
      env: { region, ...(account === '' ? {} : { account }) },
      ...(context.synthesizer === undefined ? {} : { synthesizer: context.synthesizer }),
      terminationProtection: !context.differences.disposable,
    });
    this.context = context;
    Tags.of(this).add('leian:province', code);
    Tags.of(this).add('leian:part', what);
  }

  /** A value that people, tests and the walk read from the deployed stack. */
  protected tell(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
