import type { aws_sqs as sqs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EventType } from '../../shared/contracts/events.ts';
import { consume, feedFromQueue } from '../constructs/event-source.ts';
import { HouseFunction } from '../constructs/function.ts';
import type { Grant } from '../constructs/grant.ts';
import { queue, type QueueWithDlq } from '../constructs/queue.ts';
import { subscribe } from '../constructs/subscription.ts';
import { deployed, type FunctionId } from '../functions.ts';
import { named, type StageContext } from '../stage-context.ts';
import { HouseStack } from './house-stack.ts';
import type { RecordsStack } from './records.ts';

interface Part {
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: readonly Grant[];
  readonly reservedConcurrency?: number;
}
interface ConsumerPart extends Part {
  readonly queue: QueueWithDlq;
  readonly batchSize: number;
  readonly windowSeconds?: number;
}

/** A stack of one capability: its functions, and where it listens, its queue and rule. Writes to nothing but files. */
export class CapabilityStack extends HouseStack {
  protected readonly records: RecordsStack;
  readonly capability: string;
  /** Queues with their dead letters, for the alarms. */
  readonly queues: QueueWithDlq[] = [];
  /** Dead letters that belong to no queue: of a schedule, of a topic rule. */
  readonly looseDeadLetters: { readonly of: string; readonly queue: sqs.Queue }[] = [];
  readonly functions: HouseFunction[] = [];
  /** The function behind this capability's routes. */
  http: HouseFunction | undefined;

  constructor(
    scope: Construct,
    context: StageContext,
    records: RecordsStack,
    capability: string,
    description: string,
  ) {
    super(scope, context, capability, description);
    this.records = records;
    this.capability = capability;
  }

  protected run(id: string, functionId: FunctionId, part: Part): HouseFunction {
    const made = new HouseFunction(this, id, {
      ...part,
      context: this.context,
      functionId,
      logKey: this.records.dataKey,
    });
    this.functions.push(made);
    return made;
  }

  /** A queue of this capability, sized for the function that works on it. `output` names its outputs. */
  protected queueFor(id: string, name: string, functionId: FunctionId): QueueWithDlq {
    const made = queue(this, id, {
      name: named(this.context, name),
      consumerTimeoutSeconds: deployed(functionId).timeoutSeconds,
      maxReceiveCount: 5,
    });
    const output = pascal(name);
    this.tell(`${output}QueueUrl`, made.queue.queueUrl, `work of ${functionId}`);
    this.tell(`${output}DlqUrl`, made.dlq.queueUrl, `what ${functionId} could not do`);
    this.queues.push(made);
    return made;
  }

  protected listen(id: string, to: QueueWithDlq, types: readonly EventType[]): void {
    subscribe(this, id, {
      name: named(this.context, this.capability),
      description: `events that ${this.capability} reacts to`,
      busName: this.records.busName,
      source: `leian.${this.context.settings.code}`,
      types,
      to,
    });
  }

  /** A function that works on a queue; its right to the queue is added to its grants. */
  protected work(id: string, functionId: FunctionId, part: ConsumerPart): HouseFunction {
    const made = this.run(id, functionId, { ...part, grants: [consume(part.queue.queue), ...part.grants] });
    feedFromQueue(this, `${id}Feed`, {
      target: made,
      queue: part.queue.queue,
      batchSize: part.batchSize,
      windowSeconds: part.windowSeconds ?? 0,
    });
    return made;
  }
}

const pascal = (name: string): string =>
  name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
