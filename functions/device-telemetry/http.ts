import { registerDevice as deviceBody } from '../../shared/contracts/device.ts';
import { defineHttp, get, post } from '../../shared/lambda/http.ts';
import { dependencies, type Dependencies } from './dependencies.ts';
import { listDevices } from './list-devices.ts';
import { registerDevice } from './register-device.ts';

/** Registers devices of key units and shows their newest readings. */
export const httpWith = (given: () => Dependencies) =>
  defineHttp({
    capability: 'device-telemetry',
    dependencies: given,
    routes: {
      registerDevice: post({ body: deviceBody, handle: registerDevice }),
      listDevices: get({ handle: listDevices }),
    },
  });
export const handler = httpWith(dependencies);
