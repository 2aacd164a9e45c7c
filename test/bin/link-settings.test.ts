import { expect, test } from 'vitest';
import { givenLinkSecret, publicUrl } from '../../bin/link-settings.ts';

test('without its settings letters carry no link, and nothing fails', () => {
  for (const none of [undefined, '', ' ']) {
    expect(publicUrl({ PUBLIC_URL: none })).toBeUndefined();
    expect(givenLinkSecret({ LINK_SECRET: none })).toBeUndefined();
  }
});

test('the public address is taken without a slash at its end', () => {
  for (const text of [
    'https://bills.example',
    'https://bills.example/',
    ' https://bills.example// ',
  ]) {
    expect(publicUrl({ PUBLIC_URL: text })).toBe('https://bills.example');
  }
  expect(publicUrl({ PUBLIC_URL: 'http://127.0.0.1:3000' })).toBe('http://127.0.0.1:3000');
});

test.each([
  'bills.example',
  'ftp://bills.example',
  'https://a.example/?b=1',
  'https://me@a.example',
])('%s is no public address', (text) => {
  expect(() => publicUrl({ PUBLIC_URL: text })).toThrow(/^PUBLIC_URL is not/);
});

test('a secret that could be guessed is refused without repeating it', () => {
  expect(() => givenLinkSecret({ LINK_SECRET: 'short' })).toThrow(/fewer than 32 characters/);
  expect(() => givenLinkSecret({ LINK_SECRET: 'short' })).not.toThrow(/short/);
});
