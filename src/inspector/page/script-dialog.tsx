/** What was done, as a script to copy or keep. */
import { useRef, useState } from 'preact/hooks';
import type { Release } from '../../api/releases.ts';
import { eventsCommand } from '../events.ts';
import type { ScriptFormat } from '../protocol.ts';
import { Check } from './parts.tsx';
import type { Ui } from './store.ts';

const formats = {
  yaml: { title: 'Scenario', what: 'A scenario file', commandOf: () => 'hvsim run' },
  ndjson: { title: 'Events', what: 'Events of the open pool, one a line', commandOf: (release: Release) => `${eventsCommand(release)} <` },
} as const satisfies Record<ScriptFormat, object>;

const fileOf = (format: ScriptFormat) => `hvsim-script.${format}`;

/** What a script is, and the command that runs it where there is more in it than comments. */
function hintOf(format: ScriptFormat, text: string, release: Release | undefined): string {
  const { what, commandOf } = formats[format];
  const isEmpty = !/^[^#\n]/m.test(text);
  return isEmpty || release === undefined ? what : `${what}: ${commandOf(release)} ${fileOf(format)}`;
}

export function ScriptDialog({ ui }: { ui: Ui }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const [format, setFormat] = useState<ScriptFormat>('yaml');
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');

  const load = async (wanted: ScriptFormat) => {
    setFormat(wanted);
    setSaid('');
    try {
      setText(await ui.script(wanted));
    } catch (error) {
      setText('');
      setSaid(`The script could not be had. ${(error as Error).message}`);
    }
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied.');
    } catch {
      area.current?.select();
      setSaid('Marked: copy it with the keyboard.');
    }
  };
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = fileOf(format);
    link.click();
    URL.revokeObjectURL(link.href);
  };

  return (
    <>
      <button
        type="button"
        onClick={() => {
          dialog.current?.showModal();
          void load(format);
        }}
      >
        Copy as script
      </button>
      <dialog ref={dialog} class="script" aria-labelledby="script-title">
        <h2 id="script-title">What was done, as a script</h2>
        <div class="either">
          {(Object.keys(formats) as ScriptFormat[]).map((each) => (
            <Check
              key={each}
              label={formats[each].title}
              type="radio"
              name="script-format"
              checked={format === each}
              set={() => void load(each)}
            />
          ))}
        </div>
        <p class="quiet">{hintOf(format, text, ui.store.description?.release)}</p>
        <textarea ref={area} readOnly rows={16} aria-label="Script" value={text} spellcheck={false} />
        <p role="status" class="quiet">
          {said}
        </p>
        <div class="dialog-buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
          <button type="button" onClick={save}>
            Save
          </button>
          <button type="button" class="primary" onClick={() => void copy()}>
            Copy
          </button>
        </div>
      </dialog>
    </>
  );
}
