import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { Caller } from '../../shared/access/caller.ts';
import { systemClock } from '../../shared/kernel/time.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import { cry } from '../../shared/lambda/log.ts';
import { makeVerifier, type Verifier } from './verify.ts';

const bearer = (event: APIGatewayRequestAuthorizerEvent): string => {
  const [, value] =
    Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(value ?? '') ?? [];
  if (token === undefined) throw new Error('no bearer token');
  return token;
};

/** Every route of this stage may be called by whoever is proven; what he may do there is decided by the handler. */
const stageArn = (methodArn: string): string => `${methodArn.split('/').slice(0, 2).join('/')}/*`;

let verifier: Verifier | undefined;

const proven = async (event: APIGatewayRequestAuthorizerEvent): Promise<Caller | undefined> => {
  try {
    verifier ??= makeVerifier(readEnvironment('ISSUERS')('ISSUERS'));
    return await verifier.verify(bearer(event), systemClock());
  } catch (error) {
    cry('TOKEN_REFUSED', error, { requestId: event.requestContext.requestId });
    return undefined;
  }
};

/**
 * Proves who calls; decides nothing else. Token times are real times, never virtual ones. A failure answers
 * `Unauthorized`, which the gateway turns into Problem JSON; its reason goes to the log under a code, and not into what is
 * thrown: Lambda would log it once more, with the claims that the library hangs on it.
 */
export const handler = async (
  event: APIGatewayRequestAuthorizerEvent,
): Promise<APIGatewayAuthorizerResult> => {
  const caller = await proven(event);
  if (caller === undefined) throw new Error('Unauthorized');
  const { office, subject, person, ...known } = caller;
  return {
    principalId: caller.principal,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: stageArn(event.methodArn) }],
    },
    context: {
      ...known,
      ...(office === undefined ? {} : { office }),
      ...(subject === undefined ? {} : { subject }),
      ...(person === undefined ? {} : { person }),
    },
  };
};
