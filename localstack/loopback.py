"""Starts the pinned emulator so that nothing of it can be reached from outside this machine.

Usage: python loopback.py <folder of the world>. The folder is only a mark: it tells whose process this is.
Settings come from the environment (see emulator.ts). Six things the emulator has no setting for are set here:

* Its MQTT listener binds every interface. A device without a certificate is let in there, so it must stay on loopback.
* Requests come as plain HTTP over loopback, and policies that refuse plain HTTP (aws:SecureTransport) would refuse all of
  them. What never leaves the machine counts as secure, so that these policies stay in the templates as they are.
* Whoever answers a task token needs the right on the state machine that waits, as on AWS. The emulator asks for the right
  on everything; here a token leads to its machine, so that a grant can name the machine.
* AWS knows no rights on batches of queue messages: whoever may send may send ten. The emulator asks for a right of their own.
* A rule of a bus puts messages into every queue that it names. On AWS the queue's policy has to admit the rule; here too. What is
  refused goes to the dead letters of the target, if their policy admits the rule.
* What a function gives back of a batch of a table's stream (batchItemFailures) is forgotten, and what throws is tried for ever.
  Here both come again from the first record that failed, as often as the mapping says; then its place in the stream goes to the
  mapping's destination for failures. A batch that throws is tried record by record, to which AWS comes by halving it.
"""

import asyncio
import contextvars
import json
import sys
import threading

import ministack.app as emulator
from ministack.core import arn, iam_actions, iam_evaluator, responses
from ministack.services import dynamodb, eventbridge, lambda_svc, sqs, stepfunctions

sys.argv = sys.argv[:1]

bind = asyncio.BaseEventLoop.create_server
pin_origin = emulator.pin_request_origin
run_execution = stepfunctions._run_execution
await_callback = stepfunctions._invoke_with_callback
resource_of = iam_actions.extract_resource_arn
action_of = iam_actions.extract_iam_action
invoke_target = eventbridge._invoke_target
put_into_queue = eventbridge._dispatch_to_sqs
filter_batch = lambda_svc._apply_filter_criteria
execute = lambda_svc._execute_function

machine_running = contextvars.ContextVar("machine_running", default=None)
machine_of_token = {}
delivering = contextvars.ContextVar("delivering", default=None)
polling = threading.local()
attempts = {}


def bind_loopback(loop, protocol, host=None, port=None, **options):
    return bind(loop, protocol, "127.0.0.1" if host == "0.0.0.0" else host, port, **options)


def run_of_machine(execution):
    machine_running.set(execution.replace(":execution:", ":stateMachine:").rsplit(":", 1)[0])
    return run_execution(execution)


def remember_token(resource, given, token, state):
    # Kept after its end: an old token is refused as unknown by the service, not for want of a right.
    machine_of_token[token] = machine_running.get()
    return await_callback(resource, given, token, state)


def resource_or_machine(service, method, path, headers, body, *rest):
    found = resource_of(service, method, path, headers, body, *rest)
    if service != "states" or found != "*":
        return found
    try:
        token = json.loads(body or b"{}").get("taskToken")
    except ValueError:
        return found
    # Tokens from before a restart are not known any more. With one machine there is no doubt whose they were.
    machines = list(stepfunctions._state_machines)
    only = machines[0] if len(machines) == 1 else None
    return (machine_of_token.get(token) or only or found) if token else found


def action_without_batch(service, *rest):
    action = action_of(service, *rest)
    return action.removesuffix("Batch") if service == "sqs" and action else action


def deliver(target, event, rule, view=None):
    delivering.set((rule, target))
    return invoke_target(target, event, rule, view)


def put_if_admitted(queue, payload, parameters=None):
    rule, target = delivering.get()
    for one in (str(queue), (target.get("DeadLetterConfig") or {}).get("Arn")):
        if one and sqs.queue_policy_allows(one, "events.amazonaws.com", rule["Arn"], responses.get_account_id()):
            return put_into_queue(arn.parse_arn(one), payload, parameters)
    print(f"no queue of {rule['Name']} admits it: its event is dropped", flush=True)


def filter_of(records, mapping):
    # The poller of streams filters a batch and then calls the function, in one thread: so the mapping is known below.
    polling.mapping = mapping
    return filter_batch(records, mapping)


def number_of(record):
    return record["dynamodb"]["SequenceNumber"]


def given_back(result):
    """Sequence numbers that a function gave back; None when it threw."""
    if result.get("error"):
        return None
    body = result.get("body")
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            body = None
    failures = body.get("batchItemFailures", []) if isinstance(body, dict) else []
    return {failure.get("itemIdentifier") for failure in failures}


def first_failed(function, records, result):
    """The first record that has to come again; None when all are done."""
    back = given_back(result)
    if back is not None:
        return next((one for one in records if number_of(one) in back), None) if back else None
    for one in records if len(records) > 1 else []:
        if given_back(execute(function, {"Records": [one]})) != set():
            return one
    return records[0] if len(records) == 1 else None


def go_to(mapping, record, past):
    """Sets the mapping's place in the stream to a record of its next batch, or behind it."""
    uuid, table = mapping["UUID"], mapping["EventSourceArn"].split("/")[1]
    with lambda_svc._dynamodb_stream_positions_lock:
        place = lambda_svc._dynamodb_stream_positions[uuid]
        batch = dynamodb.stream_records_since(table, place, mapping.get("BatchSize", 100))
        index = next(i for i, one in enumerate(batch) if number_of(one) == number_of(record))
        lambda_svc._dynamodb_stream_positions[uuid] = place + index + past


def execute_and_look(function, event):
    result = execute(function, event)
    records = event.get("Records") if isinstance(event, dict) else None
    # Whoever calls a function by hand gets what it answers.
    mapping = getattr(polling, "mapping", None)
    if mapping is None or not records or records[0].get("eventSource") != "aws:dynamodb":
        return result
    failed = first_failed(function, records, result)
    if failed is None:
        return {**result, "error": False}
    mark = (mapping["UUID"], number_of(failed))
    attempts[mark] = attempts.get(mark, 0) + 1
    given_up = attempts[mark] > mapping.get("MaximumRetryAttempts", -1) >= 0
    if given_up:
        del attempts[mark]
        lambda_svc._send_ddb_stream_failure_record(
            mapping, function, [failed], mapping["EventSourceArn"], result, "RetryAttemptsExhausted"
        )
    go_to(mapping, failed, 1 if given_up else 0)
    return {**result, "error": True}


asyncio.BaseEventLoop.create_server = bind_loopback
# What starts inside (a device's message on its way to a queue) has no request of its own: secure by default, too.
iam_evaluator._request_origin = contextvars.ContextVar("request_origin", default=("127.0.0.1", True))
emulator.pin_request_origin = lambda address, _secure: pin_origin(address, True)
stepfunctions._run_execution = run_of_machine
stepfunctions._invoke_with_callback = remember_token
iam_actions.extract_resource_arn = resource_or_machine
iam_actions.extract_iam_action = action_without_batch
eventbridge._invoke_target = deliver
eventbridge._dispatch_to_sqs = put_if_admitted
lambda_svc._apply_filter_criteria = filter_of
lambda_svc._execute_function = execute_and_look
emulator.main()
