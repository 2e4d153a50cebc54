import * as z from 'zod';
import { deliveredMessage, deviceMessage } from '../../shared/contracts/device.ts';

/** What AWS IoT writes about a message whose action failed (IoT developer guide, "Error handling (error action)"). */
const failedAction = z.looseObject({
  topic: z.string(),
  clientId: z.string(),
  base64OriginalPayload: z.base64(),
});
/** Basic ingest may or may not have cut off `$aws/rules/<rule>/`. */
const place = /(?:^|\/)devices\/(dev_[0-9a-z]{26})\/readings$/i;

/**
 * The message that the topic rule would have put into the queue, out of its error message; `receivedMs` is when the error message
 * was sent, at most moments later. Gives a reason instead when a device spoke wrongly: then it would be refused again.
 */
export const readingOf = (
  body: string,
  receivedMs: number,
): { readonly message: string } | { readonly why: string } => {
  const failed = failedAction.safeParse(parsed(body));
  if (!failed.success) return { why: 'it is not the error message of a topic rule' };
  const { topic, clientId, base64OriginalPayload } = failed.data;
  const [, device] = place.exec(topic) ?? [];
  if (device === undefined) return { why: 'its topic names no device' };
  const payload = deviceMessage.safeParse(
    parsed(Buffer.from(base64OriginalPayload, 'base64').toString('utf8')),
  );
  if (!payload.success) return { why: 'what the device sent is malformed: it would be refused again' };
  const message = deliveredMessage.safeParse({ ...payload.data, device, client: clientId, receivedMs });
  if (!message.success) return { why: 'it names no device of ours' };
  return { message: JSON.stringify(message.data) };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
