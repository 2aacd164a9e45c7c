/**
 * What stopped the bootstrap: a sentence that says what is wrong, and a hint that says what to do.
 */
export class BootstrapError extends Error {
  constructor(sentence, hint, details = '') {
    super(sentence);
    this.hint = hint;
    this.details = details;
  }
}
