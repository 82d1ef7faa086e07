import { billing } from './default-forms/billing.js';
import { businessDataAccess } from './default-forms/business-data-access.js';
import { complaint } from './default-forms/complaint.js';
import { enquiry } from './default-forms/enquiry.js';
import { technical } from './default-forms/technical.js';
import type { Form } from './form-schema.js';

/** The forms that partners are offered unless an organisation has its own, in the order in which they are shown (C2). */
export const defaultForms: readonly Form[] = [enquiry, complaint, businessDataAccess, technical, billing];
