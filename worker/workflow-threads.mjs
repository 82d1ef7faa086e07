import v8 from 'node:v8';
import { isMainThread } from 'node:worker_threads';

/*
 * Loaded by `node --import` into every thread of a worker process, before anything else: an entry, like main.ts.
 *
 * The SDK keeps a stack trace for every promise of a workflow, for those who ask a running workflow where it waits. An
 * incident makes about a hundred promises before its first dial, and their traces take longer than everything else of
 * that step (ADR 20). The SDK has no option against it, and does without where the runtime offers no such hook.
 */
if (!isMainThread) v8.promiseHooks.createHook = () => () => undefined;
