import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { ProvenCaller } from '../../shared/access/caller.ts';
import { systemClock } from '../../shared/kernel/time.ts';
import { readEnvironment } from '../../shared/lambda/env.ts';
import { cry } from '../../shared/lambda/log.ts';
import { Refused } from './refused.ts';
import { makeVerifier, type Verifier } from './verify.ts';

const bearer = (event: APIGatewayRequestAuthorizerEvent): string => {
  const [, value] =
    Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(value ?? '') ?? [];
  if (token === undefined) throw new Refused('TOKEN_REFUSED', 'no bearer token');
  return token;
};

/** Every route of this stage may be called by whoever is proven; what he may do there is decided by the handler. */
const stageArn = (methodArn: string): string => `${methodArn.split('/').slice(0, 2).join('/')}/*`;

/** One line for each way to fail, so that each can ring by itself. */
const complain = (error: unknown, requestId: string): void => {
  const issuer = error instanceof Refused ? error.issuer : undefined;
  switch (error instanceof Refused ? error.logCode : 'TOKEN_REFUSED') {
    case 'CLAIM_REFUSED':
      cry('CLAIM_REFUSED', error, { requestId, issuer });
      return;
    case 'ISSUER_FAILED':
      cry('ISSUER_FAILED', error, { requestId, issuer });
      return;
    default:
      cry('TOKEN_REFUSED', error, { requestId, issuer });
  }
};

let verifier: Verifier | undefined;

const proven = async (event: APIGatewayRequestAuthorizerEvent): Promise<ProvenCaller> => {
  const { requestId } = event.requestContext;
  let told: Refused | undefined;
  try {
    verifier ??= makeVerifier(readEnvironment('ISSUERS')('ISSUERS'), (failure) => {
      told = failure;
      complain(failure, requestId);
    });
    return await verifier.verify(bearer(event), systemClock());
  } catch (error) {
    if (error !== told) complain(error, requestId);
    // A good token must not be called a bad one because its issuer is down: the gateway answers 500, and that it may be repeated.
    throw error instanceof Refused && error.logCode === 'ISSUER_FAILED'
      ? new Error('the issuer of the token cannot be asked')
      : new Error('Unauthorized');
  }
};

/**
 * Proves who calls; decides nothing else. Token times are real times, never virtual ones. A failure answers
 * `Unauthorized`, which the gateway turns into Problem JSON; its reason goes to the log under a code, and not into what is
 * thrown: Lambda would log it once more.
 */
export const handler = async (
  event: APIGatewayRequestAuthorizerEvent,
): Promise<APIGatewayAuthorizerResult> => {
  const { office, subject, person, ...known } = await proven(event);
  return {
    principalId: known.principal,
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
