/** What was done, as a script to copy or keep. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Release } from '../../api/releases.ts';
import { eventsCommand } from '../events.ts';
import { Button, Dialog, Either } from './parts.tsx';
import type { Store } from './store.ts';

const kinds = {
  Scenario: { format: 'yaml', what: 'A scenario file', commandOf: () => 'hvsim run' },
  Events: { format: 'ndjson', what: 'Events of the open pool, one a line', commandOf: (release: Release) => `${eventsCommand(release)} <` },
} as const;

export function ScriptDialog({ store, close }: { store: Store; close: () => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [kind, setKind] = useState<keyof typeof kinds>('Scenario');
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  const { format, what, commandOf } = kinds[kind];
  const file = `hvsim-script.${format}`;
  const release = store.description?.release;
  /** A script of comments alone runs nothing. */
  const isRunnable = /^[^#\n]/m.test(text) && release !== undefined;

  useEffect(() => {
    const fail = (error: Error) => {
      setText('');
      setSaid(`The script could not be had. ${error.message}`);
    };
    setSaid('');
    store.script(format).then(setText, fail);
  }, [store, format]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied.');
    } catch {
      area.current?.select();
      setSaid('Marked: copy it with the keyboard.');
    }
    return false;
  };
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = file;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  const buttons = <Button label="Save" press={save} />;
  return (
    <Dialog title="What was done, as a script" kind="script" labels={['Close', 'Copy']} act={copy} buttons={buttons} onClose={close}>
      <Either of={kinds} chosen={kind} name="script-format" set={(chosen) => setKind(chosen as keyof typeof kinds)} />
      <p class="quiet">{isRunnable ? `${what}: ${commandOf(release)} ${file}` : what}</p>
      <textarea ref={area} readOnly rows={16} aria-label="Script" value={text} spellcheck={false} />
      <p role="status" class="quiet">
        {said}
      </p>
    </Dialog>
  );
}
