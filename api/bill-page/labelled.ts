import { html } from 'hono/html';
import type { LabelledText } from '../../domain/paper/writing.ts';
import type { Html } from './layout.ts';

/** Labels with what stands beside them; line breaks that a person wrote are kept. */
export function labelled(rows: readonly LabelledText[], name = 'facts'): Html {
  const pairs = rows.map(
    ({ label, text }) => html`<div><dt>${label}</dt><dd class="said"><bdi>${text}</bdi></dd></div>
`,
  );
  return html`<dl class="${name}">
${pairs}</dl>`;
}
