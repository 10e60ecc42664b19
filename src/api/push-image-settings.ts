/** The properties of DesktopPushImageSettings (View) and DesktopPoolInstantClonePushImageSettings (REST). */
import type { PushImageSettings } from '../../machines/image.ts';
import type { Property } from './property.ts';

const member = {
  restFrom: 'rest-v1',
  restSince: '2006',
  readOnly: false,
  presence: 'always',
  registers: ['settings'],
  document: 'pushImageSettings',
} as const;

/** How a push treats time, sessions and errors. Horizon 7.0 and later. */
export const pushImageSettings = [
  {
    ...member,
    view: 'startTime',
    since: '7.0',
    rest: 'start_time',
    type: 'dateTime',
    optional: true,
    presence: 'where-known',
    registers: ['startTime'],
    description: 'When the clones may follow; absent means at once.',
    from: (settings) => settings.startTime,
  },
  {
    ...member,
    view: 'logoffSetting',
    since: '7.0',
    rest: 'logoff_policy',
    type: 'logoffSetting',
    optional: false,
    description: 'What happens to sessions.',
    from: (settings) => settings.logoffSetting,
  },
  {
    ...member,
    view: 'stopOnFirstError',
    since: '7.0',
    rest: 'stop_on_first_error',
    type: 'boolean',
    optional: false,
    description: 'Whether the first clone that fails halts those not yet started.',
    from: (settings) => settings.stopOnFirstError,
  },
  {
    ...member,
    view: 'addVirtualTPM',
    since: '7.7',
    rest: 'add_virtual_tpm',
    type: 'boolean',
    optional: true,
    description: 'Whether the clones get a virtual TPM.',
    from: (settings) => settings.addVirtualTPM,
  },
] as const satisfies readonly Property<PushImageSettings>[];
