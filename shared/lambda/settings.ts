import { runtimeSettings, type RuntimeSettings } from '../contracts/settings.ts';

/** Reads the province's settings out of the environment text. Throws when they do not fit their schema. */
export const readSettings = (text: string): RuntimeSettings => runtimeSettings.parse(JSON.parse(text));
