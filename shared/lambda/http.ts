import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod';
import { validate } from '../contracts/validate.ts';
import { type CapabilityRoute, routes } from '../contracts/routes.ts';
import { callerSchema, commandScope, type Caller } from '../access/caller.ts';
import { labelledSha256, sha256 } from '../kernel/digest.ts';
import { isId } from '../kernel/ids.ts';
import { ok, problem, refuse, type Result } from '../kernel/problem.ts';
import type { Instant } from '../kernel/time.ts';
import { clockFor, type HasTable } from './clock.ts';
import { cry, say } from './log.ts';
import { readBody } from './body.ts';
import { problemReply, reply, type Reply } from './reply.ts';
import type { CommandKey } from './command.ts';

/** What a handler is told about the request beside its body. */
export interface RequestContext {
  readonly caller: Caller;
  readonly now: Instant;
  readonly requestId: string;
  /** Path and query parameters; a handler asks for them by name. */
  readonly path: (name: string) => string;
  readonly query: (name: string) => string | undefined;
  /** Scope and digest under which a command is remembered; only POST routes have it. */
  readonly command: CommandKey;
  /** The body's exact bytes, for the archive. */
  readonly original: string;
}
export interface OpenContext {
  readonly now: Instant;
  readonly requestId: string;
}

interface Post<B, D> {
  readonly body: z.ZodType<B>;
  readonly handle: (body: B, deps: D, context: RequestContext) => Promise<Result<Reply>>;
}
interface Get<D> {
  readonly handle: (deps: D, context: RequestContext) => Promise<Result<Reply>>;
}
interface Open<D> {
  readonly open: (deps: D, context: OpenContext) => Promise<Result<Reply>>;
}
/** A route bound to its schema and function; `post`, `get` and `open` make one, so that the body's type is kept. */
export type Bound<D> = (event: APIGatewayProxyEvent, deps: D, now: Instant) => Promise<Result<Reply>>;

const keyPattern = /^[\w-]{8,64}$/;

const callerOf = (event: APIGatewayProxyEvent): Result<Caller> => {
  const parsed = callerSchema.safeParse(event.requestContext.authorizer ?? {});
  return parsed.success ? ok(parsed.data) : refuse(problem('TOKEN_MISSING'));
};

const header = (event: APIGatewayProxyEvent, name: string): string | undefined =>
  Object.entries(event.headers).find(([key]) => key.toLowerCase() === name)?.[1];

const contextOf = (
  event: APIGatewayProxyEvent,
  caller: Caller,
  now: Instant,
  original: string,
): RequestContext => ({
  caller,
  now,
  requestId: event.requestContext.requestId,
  path: (name) => event.pathParameters?.[name] ?? '',
  query: (name) => event.queryStringParameters?.[name] ?? undefined,
  command: {
    scope: labelledSha256('leian.command.scope.1', commandScope(caller)),
    key: header(event, 'idempotency-key') ?? '',
    digest: sha256(event.path, '\n', original),
  },
  original,
});

export const post =
  <B, D>(route: Post<B, D>): Bound<D> =>
  async (event, deps, now) => {
    const caller = callerOf(event);
    if (!caller.ok) return caller;
    const body = readBody(event);
    if (!body.ok) return body;
    const context = contextOf(event, caller.value, now, body.value.original);
    if (!keyPattern.test(context.command.key)) return refuse(problem('IDEMPOTENCY_KEY_MISSING'));
    const input = validate(route.body, body.value.json);
    return input.ok ? await route.handle(input.value, deps, context) : input;
  };

export const get =
  <D>(route: Get<D>): Bound<D> =>
  async (event, deps, now) => {
    const caller = callerOf(event);
    return caller.ok ? await route.handle(deps, contextOf(event, caller.value, now, '')) : caller;
  };

export const open =
  <D>(route: Open<D>): Bound<D> =>
  async (event, deps, now) =>
    await route.open(deps, { now, requestId: event.requestContext.requestId });

/** The file that was asked for, for whoever must find out later who read it; only an id of ours ever gets into the log. */
const subjectOf = (event: APIGatewayProxyEvent): { readonly subject?: string } => {
  const id = event.pathParameters?.['id'] ?? '';
  return isId('sub', id) ? { subject: id } : {};
};

export interface HttpDefinition<C extends string, D extends HasTable> {
  readonly capability: C;
  /** Made at first use, then kept while the process lives. */
  readonly dependencies: () => D;
  readonly routes: Readonly<Record<CapabilityRoute<C>, Bound<D>>>;
}
export type HttpHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** The one chain around every HTTP function: find the route, know the caller, check the body, answer, say what happened. */
export const defineHttp = <C extends string, D extends HasTable>(
  definition: HttpDefinition<C, D>,
): HttpHandler => {
  let kept: D | undefined;
  const bound = new Map<string, Bound<D>>(Object.entries(definition.routes));
  const answer = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { requestId } = event.requestContext;
    const route = routes.find((known) => known.path === event.resource && known.method === event.httpMethod);
    const run = route === undefined ? undefined : bound.get(route.id);
    if (route === undefined || run === undefined) {
      return problemReply(
        refuse(problem('ROUTE_UNKNOWN', { route: `${event.httpMethod} ${event.path}` })),
        requestId,
      );
    }
    kept ??= definition.dependencies();
    const clock = await clockFor(kept.table);
    const result = await run(event, kept, clock());
    say('HTTP_ANSWERED', {
      requestId,
      route: route.id,
      ...subjectOf(event),
      status: result.ok ? result.value.status : result.code,
    });
    return result.ok ? reply(result.value, requestId) : problemReply(result, requestId);
  };
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .onError((request) => {
      const { requestId } = request.event.requestContext;
      cry('HTTP_FAILED', request.error, { requestId, capability: definition.capability });
      request.response = problemReply(refuse(problem('INTERNAL')), requestId);
    })
    .handler(answer);
};
