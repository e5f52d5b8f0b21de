// A worker that answers one question and ends: what takes seconds is done beside the page, in which nothing may stand still.

import { Problem } from "../problem/problem.ts";
import { scriptUrl } from "./script-url.ts";

/** Starts the worker at `url` (built by Vite), asks it `question`, and gives its answer. Rejects with `internal`. */
export function askWorker<Question, Answer>(url: string, question: Question): Promise<Answer> {
  const worker = new Worker(scriptUrl(url), { type: "module" });
  return new Promise<Answer>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = (event) => reject(new Problem("internal", "worker", event.message || "did not start"));
    worker.postMessage(question);
  }).finally(() => worker.terminate());
}
