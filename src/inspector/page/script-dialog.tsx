/** What was done, as a script to copy or keep. */
import { useRef, useState } from 'preact/hooks';
import { eventsCommand } from '../events.ts';
import type { Ui } from './ui.ts';

const kinds = {
  yaml: { title: 'Scenario', what: 'A scenario file', commandOf: (text: string) => (/^title:/m.test(text) ? 'hvsim run' : undefined) },
  ndjson: { title: 'Events', what: 'Events of the open pool, one a line', commandOf: eventsCommand },
} as const;

type Kind = keyof typeof kinds;

const fileOf = (kind: Kind) => `hvsim-script.${kind}`;

/** What a script is, and the command that runs it where there is something to run. */
function hintOf(kind: Kind, text: string): string {
  const { what, commandOf } = kinds[kind];
  const command = commandOf(text);
  return command === undefined ? what : `${what}: ${command} ${kind === 'ndjson' ? '< ' : ''}${fileOf(kind)}`;
}

export function ScriptDialog({ ui }: { ui: Ui }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const [kind, setKind] = useState<Kind>('yaml');
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');

  const load = async (wanted: Kind) => {
    setKind(wanted);
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
    link.download = fileOf(kind);
    link.click();
    URL.revokeObjectURL(link.href);
  };

  return (
    <>
      <button
        type="button"
        onClick={() => {
          dialog.current?.showModal();
          void load(kind);
        }}
      >
        Copy as script
      </button>
      <dialog ref={dialog} class="script" aria-labelledby="script-title">
        <h2 id="script-title">What was done, as a script</h2>
        <div class="either">
          {(Object.keys(kinds) as Kind[]).map((each) => (
            <label key={each} class="check">
              <input type="radio" name="script-kind" checked={kind === each} onChange={() => void load(each)} />
              {kinds[each].title}
            </label>
          ))}
        </div>
        <p class="quiet">{hintOf(kind, text)}</p>
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
