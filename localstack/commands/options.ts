import type { Arguments } from '../arguments.ts';
import type { EndpointOptions } from '../endpoint.ts';

/** The options that say where a world runs. */
export const endpointOptions = ({ options, switches }: Arguments): Omit<EndpointOptions, 'world'> => {
  const { port, 'mqtt-port': mqttPort, endpoint } = options;
  return {
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(mqttPort === undefined ? {} : { mqttPort: Number(mqttPort) }),
    ...(endpoint === undefined ? {} : { endpoint }),
    localstack: switches.has('localstack'),
  };
};
