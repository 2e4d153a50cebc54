import { aws_sns as sns, type aws_kms as kms } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** An encrypted topic that takes TLS only, with its subscribers. */
export const topic = (
  scope: Construct,
  id: string,
  props: { name: string; key: kms.IKey; subscriptions: readonly { protocol: string; endpoint: string }[] },
): sns.Topic => {
  const made = new sns.Topic(scope, id, { topicName: props.name, masterKey: props.key, enforceSSL: true });
  props.subscriptions.forEach((to, index) => {
    new sns.CfnSubscription(made, `Subscriber${index + 1}`, { topicArn: made.topicArn, ...to });
  });
  return made;
};
