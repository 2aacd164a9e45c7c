/** Run as a process of its own: makes one paper and says its hash. */
import { createHash } from 'node:crypto';
import { paperPdf } from '../../../papers/pdf.ts';
import { paperContent } from '../../../domain/paper/content.ts';
import { invoice } from '../../domain/paper/sample-papers.ts';

const pdf = paperPdf(paperContent(invoice({ language: 'sl' })));
process.stdout.write(createHash('sha256').update(pdf).digest('hex'));
