import { Fn, type aws_logs as logs, aws_wafv2 as waf, type aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';

const seen = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
  metricName,
});

const managed = (
  name: string,
  priority: number,
  counted: readonly string[] = [],
): waf.CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: seen(name),
});

/** Firewall before the API: a limit per address, and the two managed lists that fit a JSON API. */
export class WebFirewall extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { name: string; stage: apigateway.Stage; logs: logs.LogGroup },
  ) {
    super(scope, id);
    const acl = new waf.CfnWebACL(this, 'Acl', {
      name: props.name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: seen(props.name),
      rules: [
        {
          name: 'limit-per-address',
          priority: 0,
          action: { block: {} },
          // A provincial office may sit behind one address: 2,000 requests in 5 minutes.
          statement: { rateBasedStatement: { limit: 2_000, aggregateKeyType: 'IP' } },
          visibilityConfig: seen('limit-per-address'),
        },
        // A report of 100 points is longer than the 8 kB that this list allows: its size rule only counts.
        managed('AWSManagedRulesCommonRuleSet', 1, ['SizeRestrictions_BODY']),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 2),
      ],
    });
    new waf.CfnWebACLAssociation(this, 'Before', {
      webAclArn: acl.attrArn,
      resourceArn: props.stage.stageArn,
    });
    new waf.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [Fn.select(0, Fn.split(':*', props.logs.logGroupArn))],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }],
    });
  }
}
