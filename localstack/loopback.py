"""Starts the pinned emulator so that nothing of it can be reached from outside this machine.

Usage: python loopback.py <folder of the world>. The folder is only a mark: it tells whose process this is.
Settings come from the environment (see emulator.ts). Four things the emulator has no setting for are set here:

* Its MQTT listener binds every interface. A device without a certificate is let in there, so it must stay on loopback.
* Requests come as plain HTTP over loopback, and policies that refuse plain HTTP (aws:SecureTransport) would refuse all of
  them. What never leaves the machine counts as secure, so that these policies stay in the templates as they are.
* Whoever answers a task token needs the right on the state machine that waits, as on AWS. The emulator asks for the right
  on everything; here a token leads to its machine, so that a grant can name the machine.
* AWS knows no rights on batches of queue messages: whoever may send may send ten. The emulator asks for a right of their own.
"""

import asyncio
import contextvars
import json
import sys

import ministack.app as emulator
from ministack.core import iam_actions, iam_evaluator
from ministack.services import stepfunctions

sys.argv = sys.argv[:1]

bind = asyncio.BaseEventLoop.create_server
pin_origin = emulator.pin_request_origin
run_execution = stepfunctions._run_execution
await_callback = stepfunctions._invoke_with_callback
resource_of = iam_actions.extract_resource_arn
action_of = iam_actions.extract_iam_action

machine_running = contextvars.ContextVar("machine_running", default=None)
machine_of_token = {}


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


asyncio.BaseEventLoop.create_server = bind_loopback
# What starts inside (a device's message on its way to a queue) has no request of its own: secure by default, too.
iam_evaluator._request_origin = contextvars.ContextVar("request_origin", default=("127.0.0.1", True))
emulator.pin_request_origin = lambda address, _secure: pin_origin(address, True)
stepfunctions._run_execution = run_of_machine
stepfunctions._invoke_with_callback = remember_token
iam_actions.extract_resource_arn = resource_or_machine
iam_actions.extract_iam_action = action_without_batch
emulator.main()
