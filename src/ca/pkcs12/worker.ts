import { parentPort, workerData } from 'node:worker_threads';
import { packCompatible } from './compatible.ts';
import { packModern } from './modern.ts';
import type { Pkcs12Parts } from './pkcs12.ts';

/** A thread for one container: what it held of the key and the password goes with its memory. */
const { form, parts } = workerData as { form: 'modern' | 'compatible'; parts: Pkcs12Parts };
const file = form === 'modern' ? await packModern(parts) : packCompatible(parts);
parentPort?.postMessage(file);
