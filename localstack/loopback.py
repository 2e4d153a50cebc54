"""Starts the pinned emulator so that nothing of it can be reached from outside this machine.

Usage: python loopback.py <folder of the world>. The folder is only a mark: it tells whose process this is.
Settings come from the environment (see emulator.ts). Two things the emulator has no setting for are set here:

* Its MQTT listener binds every interface. A device without a certificate is let in there, so it must stay on loopback.
* Requests come as plain HTTP over loopback, and policies that refuse plain HTTP (aws:SecureTransport) would refuse all of
  them. What never leaves the machine counts as secure, so that these policies stay in the templates as they are.
"""

import asyncio
import sys

import ministack.app as emulator

sys.argv = sys.argv[:1]

bind = asyncio.BaseEventLoop.create_server
pin_origin = emulator.pin_request_origin


def bind_loopback(loop, protocol, host=None, port=None, **options):
    return bind(loop, protocol, "127.0.0.1" if host == "0.0.0.0" else host, port, **options)


asyncio.BaseEventLoop.create_server = bind_loopback
emulator.pin_request_origin = lambda address, _secure: pin_origin(address, True)
emulator.main()
