import { GetQueueAttributesCommand, SetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { SynthesisedStack } from './assembly.ts';
import { Refusal, exitCodes } from './refusal.ts';
import { resolve, type Deployed } from './resolve.ts';

const action = z.looseObject({ Sqs: z.looseObject({ QueueUrl: z.unknown() }).optional() });
const payload = z.looseObject({ Actions: z.array(action), ErrorAction: action.optional() });

/**
 * The emulator hands a device's message to a queue without saying that it came over TLS, and then holds the queue's own
 * rule "TLS only" against it. From the queues that topic rules fill, and from no other, that rule is taken off here.
 */
export const openQueuesOfTopicRules = async (
  stacks: readonly SynthesisedStack[],
  deployed: Deployed,
  sqs: SQSClient,
): Promise<readonly string[]> => {
  const urls = stacks
    .flatMap((stack) => stack.resources)
    .filter(({ type }) => type === 'AWS::IoT::TopicRule')
    .flatMap(({ stack, properties }) => {
      const { Actions, ErrorAction } = payload.parse(properties['TopicRulePayload']);
      return [...Actions, ...(ErrorAction === undefined ? [] : [ErrorAction])].flatMap(({ Sqs }) =>
        Sqs === undefined ? [] : [z.url().parse(resolve(Sqs.QueueUrl, stack, deployed))],
      );
    });
  return await Promise.all(
    urls.map(async (QueueUrl) => {
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
      const back = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
      if (back.Attributes?.['Policy']) throw stayedOff(QueueUrl);
      return QueueUrl;
    }),
  );
};

const stayedOff = (queue: string): Refusal =>
  new Refusal(exitCodes.notDeployed, [
    {
      code: 'SETTING_STAYED_OFF',
      what: { en: `${queue}: its policy keeps devices out`, zh: `${queue}：队列策略仍拒绝设备消息` },
      fix: { en: 'see the table of gaps in localstack/README.md', zh: '见 localstack/README.md 中的差异表' },
    },
  ]);
