/* Keys, news and the look ahead. The desk is whole without it; here it only gets quicker. */
(() => {
  const find = (selector) => document.querySelector(selector);
  const root = document.documentElement;
  root.classList.add('js');

  // What was done is said once, not again when the page is loaded anew.
  const address = new URL(location.href);
  if (address.searchParams.has('done')) {
    address.searchParams.delete('done');
    history.replaceState(null, '', address);
  }

  // Keys: single letters disturb whoever speaks to their machine, so they can be switched off.
  const isOn = () => localStorage.getItem('fairbill-keys') !== 'off';
  const dialog = find('#keys');
  const toggle = find('[data-keys-switch]');
  const show = () => {
    root.classList.toggle('keys', isOn());
    if (!toggle) return;
    toggle.setAttribute('aria-pressed', String(isOn()));
    toggle.textContent = isOn() ? 'Keys are on' : 'Keys are off';
  };
  toggle?.addEventListener('click', () => {
    localStorage.setItem('fairbill-keys', isOn() ? 'off' : 'on');
    show();
  });
  show();

  const move = (step) => {
    const rows = [...document.querySelectorAll('[data-row]')].filter((row) => row.offsetParent);
    if (rows.length === 0) return;
    const open = rows.findIndex((row) => row.matches('[aria-current]'));
    const from = rows.indexOf(document.activeElement);
    const at = from >= 0 ? from : open >= 0 ? open : step > 0 ? -1 : rows.length;
    rows[Math.min(rows.length - 1, Math.max(0, at + step))].focus();
  };

  const keys = {
    n: () => find('[data-key="n"]')?.click(),
    j: () => move(1),
    k: () => move(-1),
    '/': () => [...document.querySelectorAll('[data-find]')].find((one) => one.offsetParent)?.focus(),
    '?': () => dialog?.showModal(),
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || dialog?.open) return;
    const isTyping = event.target.closest?.('input, textarea, select, [contenteditable]');
    // The help stays reachable, because it holds the switch.
    const act = isTyping || !(isOn() || event.key === '?') ? null : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // What stands beside the form is of the form as it was: it is not confirmed before it is anew.
  const form = find('[data-decide]');
  form?.addEventListener('input', () => {
    const outcome = find('#outcome');
    outcome.classList.add('stale');
    for (const button of outcome.querySelectorAll('button')) button.disabled = true;
  });
  const refresh = () => find('#outcome')?.classList.remove('stale');
  if (form) new MutationObserver(refresh).observe(find('#outcome'), { childList: true });

  // News: said where its place is kept. The list moves only when somebody asks for it.
  const queue = find('#queue');
  if (!queue) return;
  const openId = find('[data-open-case]')?.dataset.openCase;
  const fresh = new Set();
  const changed = new Set();

  const say = (place, words, action, act) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link';
    button.textContent = action;
    button.addEventListener('click', act);
    place.replaceChildren(`${words} `, button);
  };

  const reload = async () => {
    fresh.clear();
    changed.clear();
    await window.htmx.ajax('GET', location.href, {
      target: '#queue',
      select: '#queue',
      swap: 'outerHTML',
    });
    find('#queue [data-row]')?.focus();
  };

  const counted = (count, word) => `${count} ${word} ${count === 1 ? 'case' : 'cases'}`;
  const tell = () => {
    const parts = [
      fresh.size > 0 ? counted(fresh.size, 'new') : '',
      changed.size > 0 ? counted(changed.size, 'changed') : '',
    ].filter(Boolean);
    const place = find('#queue .news');
    if (parts.length > 0) say(place, `${parts.join(', ')}.`, 'Show', reload);
    if (!openId || !changed.has(openId) || find('.toast')) return;
    const toast = document.createElement('p');
    toast.className = 'toast';
    toast.setAttribute('role', 'status');
    document.body.append(toast);
    say(toast, 'This case has changed meanwhile.', 'Show it anew', () => location.reload());
  };

  const asked = new URLSearchParams({ after: queue.dataset.seen, ...(openId && { case: openId }) });
  const stream = new EventSource(`/desk/events?${asked}`);
  stream.addEventListener('case', ({ data }) => {
    const { disputeId, kind } = JSON.parse(data);
    (kind === 'new' ? fresh : changed).add(disputeId);
    tell();
  });
  stream.addEventListener('open', () => {
    if (fresh.size + changed.size === 0) find('#queue .news')?.replaceChildren();
  });
  stream.addEventListener('error', () => {
    if (fresh.size + changed.size > 0) return;
    find('#queue .news')?.replaceChildren('Not connected: new cases are not announced just now.');
  });
  addEventListener('pagehide', () => stream.close());
})();
