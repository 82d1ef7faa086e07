import type { Locale } from '../../locale.js';
import { mail } from './mail.js';
import { names } from './names.js';
import { page } from './page.js';
import { personExport } from './person-export.js';
import { readiness } from './readiness.js';
import { report } from './report.js';
import { reports } from './reports.js';
import { sms } from './sms.js';
import { statement } from './statement.js';
import { supportMail } from './support-mail.js';
import { timeline } from './timeline.js';
import { voice } from './voice.js';
import { words } from './words.js';

export const hu = {
  texts: {
    voice,
    sms,
    page,
    mail,
    supportMail,
    names,
    timeline,
    report,
    readiness,
    statement,
    reports,
    personExport,
  },
  words,
} as const satisfies Locale;
