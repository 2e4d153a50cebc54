import { expect, test } from 'vitest';
import { one, province, text } from './house.ts';

const policy = text(one(province(), 'AWS::IoT::Policy').properties);

test('a device connects as itself, with an attached certificate, and publishes its own readings only', () => {
  expect(policy.match(/"Action":"(iot:\w+)"/g)).toEqual(['"Action":"iot:Connect"', '"Action":"iot:Publish"']);
  expect(policy).toContain(':client/${iot:Connection.Thing.ThingName}"');
  expect(policy).toContain('"iot:Connection.Thing.IsAttached":"true"');
  expect(policy).toContain(
    ':topic/$aws/rules/leian_33_readings/devices/${iot:Connection.Thing.ThingName}/readings"',
  );
  expect(policy).not.toContain('*');
});

test('readings go from the rule to the queue, with device and client; what fails goes to dead letters', () => {
  const { properties } = one(province(), 'AWS::IoT::TopicRule');
  expect(properties).toMatchObject({
    RuleName: 'leian_33_readings',
    TopicRulePayload: {
      AwsIotSqlVersion: '2016-03-23',
      RuleDisabled: false,
      Actions: [{ Sqs: { UseBase64: false } }],
      ErrorAction: { Sqs: {} },
    },
  });
  expect(text(properties)).toContain('topic(2) AS device, clientid() AS client');
  expect(text(one(province(), 'AWS::IAM::Role', 'ReadingsRole').properties)).toContain(
    '"Action":"sqs:SendMessage"',
  );
});
