import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** Calls a function with an event and gives its answer. Throws when the function failed: its log says why. */
export const openFunctions =
  (lambda: LambdaClient) =>
  async (FunctionName: string, event: object): Promise<unknown> => {
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
    const text = Buffer.from(answer.Payload ?? []).toString('utf8');
    if (answer.FunctionError !== undefined) throw new Error(`${FunctionName} failed: ${text.slice(0, 300)}`);
    const read: unknown = JSON.parse(text === '' ? 'null' : text);
    return read;
  };
