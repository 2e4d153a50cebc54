import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod';
import { validate } from '../contracts/validate.ts';
import { pages, type PageSize } from '../contracts/pages.ts';
import { type CapabilityRoute, type Route, routes } from '../contracts/routes.ts';
import { callerSchema, type Caller } from '../access/caller.ts';
import { officesOf, type OfficesTold } from '../access/offices.ts';
import { isId } from '../kernel/ids.ts';
import { ok, problem, refuse, type Problem, type Refusal, type Result } from '../kernel/problem.ts';
import type { Instant } from '../kernel/time.ts';
import { clockFor, type HasTable } from './clock.ts';
import { cry, say } from './log.ts';
import { readBody } from './body.ts';
import { pagingOf, type Paging } from './cursor.ts';
import { matches, wantedBy, type Shown, type Wanted } from './match.ts';
import { problemReply, reply, type Reply } from './reply.ts';
import { commandKeyOf, type CommandKey } from './command.ts';

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
  /** The page that is asked for, on routes of `pages.ts`; `usual` replaces the route's own usual size. */
  readonly paging: (usual?: number) => Result<Paging>;
  /**
   * Whether the command was made for this version of the record (If-Match); PRECONDITION_FAILED when not. To be asked
   * after rights and after an earlier answer, before any effect.
   */
  readonly matches: (record: Shown) => Result<true>;
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
export type Bound<D> = (
  event: APIGatewayProxyEvent,
  deps: D,
  now: Instant,
  route: Route,
) => Promise<Result<Reply>>;

const keyPattern = /^[\w-]{8,64}$/;

/** What the chain needs of every capability that answers requests: the offices by which callers are judged. */
export interface HasOffices {
  readonly settings: OfficesTold;
}

const callerOf = (event: APIGatewayProxyEvent, { settings }: HasOffices): Result<Caller> => {
  const parsed = callerSchema.safeParse(event.requestContext.authorizer ?? {});
  return parsed.success
    ? ok({ ...parsed.data, offices: officesOf(settings) })
    : refuse(problem('TOKEN_MISSING'));
};

const header = (event: APIGatewayProxyEvent, name: string): string | undefined =>
  Object.entries(event.headers).find(([key]) => key.toLowerCase() === name)?.[1];

const sizeOf = ({ id }: Route): PageSize => {
  const size = Object.entries(pages).find(([name]) => name === id)?.[1];
  if (size === undefined) throw new RangeError(`route ${id} has no page size: see shared/contracts/pages.ts`);
  return size;
};

interface Request {
  readonly event: APIGatewayProxyEvent;
  readonly route: Route;
  readonly caller: Caller;
  readonly now: Instant;
}
const contextOf = (
  { event, route, caller, now }: Request,
  original: string,
  wanted: Wanted,
): RequestContext => ({
  caller,
  now,
  requestId: event.requestContext.requestId,
  path: (name) => event.pathParameters?.[name] ?? '',
  query: (name) => event.queryStringParameters?.[name] ?? undefined,
  command: commandKeyOf(caller, header(event, 'idempotency-key') ?? '', event.path, original),
  original,
  paging: (usual) => {
    const size = sizeOf(route);
    const path = event.pathParameters ?? {};
    const query = event.queryStringParameters ?? {};
    const asked = { route: `${route.method} ${route.path}`, path, query };
    return pagingOf(asked, usual === undefined ? size : { ...size, usual });
  },
  matches: (record) => matches(wanted, record),
});

const problemsOf = (result: Result<unknown>): readonly Problem[] => (result.ok ? [] : result.problems);

/** Which versions the command was made for. A route that edits no stored record has none that could match. */
const wantedFor = (route: Route, event: APIGatewayProxyEvent): Result<Wanted> => {
  const wanted = wantedBy(header(event, 'if-match'));
  return wanted.ok && wanted.value !== 'any' && route.conditional !== true
    ? refuse(problem('PRECONDITION_FAILED'))
    : wanted;
};
/** Somebody was faster than a command that named its version: the write's own condition says the same as If-Match. */
const asPrecondition = (refusal: Refusal, wanted: Wanted): Refusal =>
  refusal.code !== 'RECORD_CHANGED' || wanted === 'any' ? refusal : refuse(problem('PRECONDITION_FAILED'));

export const post =
  <B, D extends HasOffices>(route: Post<B, D>): Bound<D> =>
  async (event, deps, now, declared) => {
    const caller = callerOf(event, deps);
    if (!caller.ok) return caller;
    const key = header(event, 'idempotency-key') ?? '';
    const wanted = wantedFor(declared, event);
    const body = readBody(event);
    const input = body.ok ? validate(route.body, body.value.json) : body;
    // Every fault at once: of the headers and of the body.
    const [first, ...more] = [
      ...(keyPattern.test(key) ? [] : [problem('IDEMPOTENCY_KEY_MISSING')]),
      ...problemsOf(wanted),
      ...problemsOf(input),
    ];
    if (first !== undefined) return refuse(first, ...more);
    if (!body.ok || !input.ok || !wanted.ok) throw new TypeError('unreachable: all three were read');
    const request = { event, route: declared, caller: caller.value, now };
    const context = contextOf(request, body.value.original, wanted.value);
    const answer = await route.handle(input.value, deps, context);
    return answer.ok ? answer : asPrecondition(answer, wanted.value);
  };

export const get =
  <D extends HasOffices>(route: Get<D>): Bound<D> =>
  async (event, deps, now, declared) => {
    const caller = callerOf(event, deps);
    if (!caller.ok) return caller;
    const request = { event, route: declared, caller: caller.value, now };
    return await route.handle(deps, contextOf(request, '', 'any'));
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
    const result = await run(event, kept, clock(), route);
    say('HTTP_ANSWERED', {
      requestId,
      route: route.id,
      ...subjectOf(event),
      status: result.ok ? result.value.status : result.code,
    });
    return result.ok
      ? reply(result.value, requestId, header(event, 'if-none-match'))
      : problemReply(result, requestId);
  };
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .onError((request) => {
      const { requestId } = request.event.requestContext;
      cry('HTTP_FAILED', request.error, { requestId, capability: definition.capability });
      request.response = problemReply(refuse(problem('INTERNAL')), requestId);
    })
    .handler(answer);
};
