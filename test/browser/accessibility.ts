import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What a frame holds is a page of its own; ours hold mails, in which nothing may run. */
const everything: RunOptions = { runOnly: { type: 'tag', values: rules }, iframes: false };

/** What another screen can break on a page that was looked at whole. */
const looks: RunOptions = { runOnly: ['color-contrast', 'target-size'], iframes: false };

/**
 * Fails unless axe finds nothing against WCAG 2.2 A and AA and its own advice. The browser's tools
 * run it, so a page's security policy is not in its way; where scripts are switched off it cannot
 * run, as no promise ever settles there.
 */
export async function assertAccessible(
  page: Page,
  { onlyLooks = false }: { readonly onlyLooks?: boolean } = {},
): Promise<void> {
  const options = onlyLooks ? looks : everything;
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify(options)})`,
  );
  if (passes.length === 0) throw new Error(`axe saw nothing on ${page.url()}.`);
  if (violations.length === 0) return;
  const findings = violations.map(({ id, help, nodes }) => {
    const places = nodes.map(({ html, failureSummary = '' }) => `  ${html}\n    ${failureSummary}`);
    return `${id}: ${help}\n${places.join('\n')}`;
  });
  throw new Error(`axe finds on ${page.url()}:\n${findings.join('\n')}`);
}
