import {
  Duration,
  RemovalPolicy,
  Stack,
  aws_apigateway as apigateway,
  aws_iam as iam,
  aws_lambda as lambda,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routes, type Route } from '../../shared/contracts/routes.ts';
import { HouseFunction } from '../constructs/function.ts';
import { document } from '../constructs/grant.ts';
import { logGroup } from '../constructs/log-group.ts';
import { WebFirewall } from '../constructs/web-firewall.ts';
import { waive } from '../nag/waive.ts';
import { named, type StageContext } from '../stage-context.ts';
import type { CapabilityStack } from './capability-stack.ts';
import { addGatewayAnswers } from './gateway-answers.ts';
import { HouseStack } from './house-stack.ts';
import type { RecordsStack } from './records.ts';

/** Fields of an access line. No query, no body, no token: who, what, how long, with what end. */
const accessLine = {
  requestId: apigateway.AccessLogField.contextRequestId(),
  time: apigateway.AccessLogField.contextRequestTimeEpoch(),
  ip: apigateway.AccessLogField.contextIdentitySourceIp(),
  principal: apigateway.AccessLogField.contextAuthorizer('principal'),
  method: apigateway.AccessLogField.contextHttpMethod(),
  route: apigateway.AccessLogField.contextResourcePath(),
  status: apigateway.AccessLogField.contextStatus(),
  latencyMs: apigateway.AccessLogField.contextResponseLatency(),
  answered: apigateway.AccessLogField.contextErrorResponseType(),
};

/** The public door: one regional REST API, its routes from the contract, each behind the authorizer unless the contract opens it. */
export class ApiStack extends HouseStack {
  readonly api: apigateway.RestApi;
  readonly authorizer: HouseFunction;

  constructor(
    scope: Construct,
    context: StageContext,
    records: RecordsStack,
    capabilities: readonly CapabilityStack[],
  ) {
    super(scope, context, 'api', 'the public API');
    const { settings, differences } = context;
    const { disposable } = differences;
    const log = { key: records.dataKey, days: settings.logRetentionDays, disposable };
    const access = logGroup(this, 'AccessLog', {
      ...log,
      name: `/aws/apigateway/${named(context, 'access')}`,
    });
    const account = this.allowGatewayToLog();

    this.authorizer = new HouseFunction(this, 'Authorizer', {
      context,
      functionId: 'access-authorizer-authorizer',
      logKey: records.dataKey,
      environment: { ISSUERS: JSON.stringify(settings.issuers) },
      grants: [],
    });
    this.api = new apigateway.RestApi(this, 'Api', {
      restApiName: named(context, 'api'),
      description: `Leian ${settings.name.pinyin}`,
      // CDK's default is an edge endpoint, which China does not have.
      endpointConfiguration: { types: [apigateway.EndpointType.REGIONAL] },
      cloudWatchRole: false,
      deployOptions: {
        stageName: 'live',
        metricsEnabled: true,
        loggingLevel: apigateway.MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        tracingEnabled: false,
        throttlingRateLimit: settings.api.rateLimit,
        throttlingBurstLimit: settings.api.burstLimit,
        accessLogDestination: new apigateway.LogGroupLogDestination(access),
        accessLogFormat: apigateway.AccessLogFormat.custom(JSON.stringify(accessLine)),
      },
    });
    this.api.deploymentStage.node.addDependency(account);
    addGatewayAnswers(this.api);
    this.addRoutes(capabilities);
    if (!differences.leaveOut.includes('web-firewall')) {
      const firewallLog = logGroup(this, 'FirewallLog', {
        ...log,
        name: `aws-waf-logs-${named(context, 'api')}`,
      });
      new WebFirewall(this, 'Firewall', {
        name: named(context, 'api'),
        stage: this.api.deploymentStage,
        logs: firewallLog,
      });
    } else {
      const absent =
        'left out where the emulator knows no firewall: permitted difference "web-firewall" in infra/local.ts';
      waive(this.api.deploymentStage, 'AwsSolutions-APIG3', absent);
      waive(this.api.deploymentStage, 'NIST.800.53.R5-APIGWAssociatedWithWAF', absent);
    }
    // CDK's own output of the same URL, under a name that nobody knows.
    this.api.node.tryRemoveChild('Endpoint');
    this.tell('ApiUrl', this.api.url, 'where the API answers');
    this.tell('ApiId', this.api.restApiId, 'id of the REST API');
  }

  private addRoutes(capabilities: readonly CapabilityStack[]): void {
    const authorizer = this.addAuthorizer();
    const integrations = new Map<string, apigateway.Integration>();
    for (const route of routes) {
      const handler = capabilities.find((one) => one.capability === route.capability)?.http?.function;
      if (handler === undefined) throw new Error(`route ${route.id}: no stack runs ${route.capability}-http`);
      const integration = integrations.get(route.capability) ?? this.proxyTo(route.capability, handler);
      integrations.set(route.capability, integration);
      this.addRoute(route, integration, authorizer);
    }
  }

  private addRoute(
    route: Route,
    integration: apigateway.Integration,
    authorizer: apigateway.IAuthorizer,
  ): void {
    const method = this.api.root.resourceForPath(route.path).addMethod(route.method, integration, {
      operationName: route.id,
      ...(route.open === true ? { authorizationType: apigateway.AuthorizationType.NONE } : { authorizer }),
    });
    if (route.open === true)
      waive(
        method,
        'AwsSolutions-APIG4',
        'health and contract are open to everybody, and tell nothing of any subject',
      );
  }

  /** Proves the token of each call. Nothing is cached: an issuer that was taken out is refused at once. */
  private addAuthorizer(): apigateway.IAuthorizer {
    const properties = {
      name: named(this.context, 'token'),
      type: 'REQUEST',
      authorizerUri: invocation(this.authorizer.function),
      identitySource: 'method.request.header.Authorization',
      authorizerResultTtlInSeconds: 0,
    };
    const made = new apigateway.CfnAuthorizer(this, 'TokenAuthorizer', {
      ...properties,
      restApiId: this.api.restApiId,
    });
    this.admit('authorizer', this.authorizer.function, `authorizers/${made.ref}`);
    this.api.latestDeployment?.addToLogicalId({ authorizer: { ...properties, authorizerUri: 'function' } });
    return { authorizerId: made.ref, authorizationType: apigateway.AuthorizationType.CUSTOM };
  }

  private proxyTo(capability: string, handler: lambda.Function): apigateway.Integration {
    this.admit(capability, handler, 'live/*');
    return new apigateway.Integration({
      type: apigateway.IntegrationType.AWS_PROXY,
      integrationHttpMethod: 'POST',
      uri: invocation(handler),
      options: { timeout: Duration.seconds(29) },
    });
  }

  /** Lets this API, and no other, call a function. */
  private admit(what: string, handler: lambda.Function, part: string): void {
    new lambda.CfnPermission(this, `Admit-${what}`, {
      action: 'lambda:InvokeFunction',
      functionName: handler.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: this.formatArn({ service: 'execute-api', resource: this.api.restApiId, resourceName: part }),
    });
  }

  /** API Gateway writes its logs with one role per account and region; AWS asks for these very actions before it accepts it. */
  private allowGatewayToLog(): apigateway.CfnAccount {
    const role = new iam.Role(this, 'GatewayLogRole', {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      inlinePolicies: {
        grants: document([
          {
            sid: 'WriteGatewayLogs',
            actions: [
              'logs:CreateLogGroup',
              'logs:CreateLogStream',
              'logs:DescribeLogGroups',
              'logs:DescribeLogStreams',
              'logs:PutLogEvents',
              'logs:GetLogEvents',
              'logs:FilterLogEvents',
            ],
            on: ['*'],
          },
        ]),
      },
    });
    waive(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'one role per account and region serves all its APIs; AWS refuses a narrower one',
    );
    const account = new apigateway.CfnAccount(this, 'GatewayAccount', { cloudWatchRoleArn: role.roleArn });
    account.applyRemovalPolicy(
      this.context.differences.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    );
    return account;
  }
}

/** How API Gateway names the call of a function. */
const invocation = (of: lambda.Function): string =>
  Stack.of(of).formatArn({
    service: 'apigateway',
    account: 'lambda',
    resource: 'path/2015-03-31/functions',
    resourceName: `${of.functionArn}/invocations`,
  });
