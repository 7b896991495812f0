// Runs a Node function: asks the Runtime API for events and gives them to the handler.
//
// Part of Gemel. Needs nothing but the interpreter. Handlers may be CommonJS or ES modules; async, or with a callback.
// The event, the context object and the error documents behave as AWS documents them for Lambda.

import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import util from "node:util";

const API = "/2018-06-01/runtime";
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** The event that is being handled; `null` between two. */
let current = null;

function send(method, url, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
    const options = { host, port, method, path: API + url, agent, headers: { ...headers, ...length } };
    const request = http.request(options, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ response, body: Buffer.concat(parts).toString("utf8") }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

class Known extends Error {
  constructor(kind, message) {
    super(message);
    this.name = kind;
    this.stack = "";
  }
}

/** The document of a failure, whatever was thrown. */
function documentOf(error) {
  if (util.types.isNativeError(error) || error instanceof Error) {
    const trace = error.stack ? String(error.stack).split("\n") : [];
    return { errorType: error.name || "Error", errorMessage: error.message ?? "", trace };
  }
  let text;
  try {
    text = error === undefined || error === null ? String(error) : error.toString();
  } catch {
    text = "unknown error";
  }
  return { errorType: typeof error, errorMessage: text, trace: [] };
}

function postFailure(url, document) {
  return send("POST", url, JSON.stringify(document), {
    "Content-Type": "application/vnd.aws.lambda.error+json",
    "Lambda-Runtime-Function-Error-Type": encodeURIComponent(document.errorType),
  });
}

async function failInit(error) {
  const document = documentOf(error);
  console.error(`${document.errorType}: ${document.errorMessage}`, document.trace.slice(1).join("\n"));
  await postFailure("/init/error", document);
  process.exit(1);
}

/** Console lines carry the time, the request and the level, as in AWS's logs. */
function installConsole() {
  const write = (level) => (...parts) => {
    const id = current ? current.id : "undefined";
    process.stdout.write(`${new Date().toISOString()}\t${id}\t${level}\t${util.format(...parts)}\n`);
  };
  console.log = write("INFO");
  console.info = write("INFO");
  console.warn = write("WARN");
  console.error = write("ERROR");
  console.debug = write("DEBUG");
  console.trace = write("TRACE");
}

/** Whether `.js` files of a folder are ES modules: the nearest package.json says so. */
function isModuleFolder(folder, root) {
  for (let at = folder; at.startsWith(root); at = path.dirname(at)) {
    const file = path.join(at, "package.json");
    if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, "utf8")).type === "module";
    if (at === path.dirname(at)) break;
  }
  return false;
}

async function loadModule(root, name) {
  const base = path.resolve(root, name);
  const require = createRequire(path.join(root, "index.js"));
  for (const extension of ["", ".js", ".mjs", ".cjs"]) {
    const file = base + extension;
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) continue;
    const isModule = file.endsWith(".mjs") || (file.endsWith(".js") && isModuleFolder(path.dirname(file), root));
    return isModule ? await import(pathToFileURL(file).href) : require(file);
  }
  let found;
  try {
    found = require.resolve(name, { paths: [root] });
  } catch {
    throw new Known("Runtime.ImportModuleError", `Error: Cannot find module '${name}'`);
  }
  return require(found);
}

async function loadHandler(root, text) {
  const folder = path.dirname(text);
  const base = path.basename(text);
  const dot = base.indexOf(".");
  if (dot < 1 || text.includes("..")) throw new Known("Runtime.MalformedHandlerName", `Bad handler '${text}'`);
  const name = path.join(folder, base.slice(0, dot));
  let module;
  try {
    module = await loadModule(root, name);
  } catch (error) {
    if (error instanceof SyntaxError) error.name = "Runtime.UserCodeSyntaxError";
    if (error && ["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND"].includes(error.code)) {
      error.name = "Runtime.ImportModuleError";
    }
    throw error;
  }
  const parts = base.slice(dot + 1).split(".");
  const pick = (from) => parts.reduce((it, part) => (it === undefined || it === null ? undefined : it[part]), from);
  const handler = pick(module) ?? pick(module.default);
  if (handler === undefined) throw new Known("Runtime.HandlerNotFound", `${text} is undefined or not exported`);
  if (typeof handler !== "function") throw new Known("Runtime.HandlerNotFound", `${text} is not a function`);
  return handler;
}

function contextOf(headers, settle) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const told = headers["lambda-runtime-client-context"];
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    clientContext: told ? JSON.parse(told) : undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
    done: (error, answer) => settle(error, answer),
    succeed: (answer) => settle(null, answer),
    fail: (error) => settle(error ?? new Error("handled")),
  };
}

/** What the handler comes to: by its promise, its callback, or by having nothing left to do. */
function run(handler, event, headers) {
  return new Promise((resolve, reject) => {
    let context;
    let isSettled = false;
    const idle = () => finish(null, null);
    const finish = (error, answer) => {
      if (isSettled) return;
      isSettled = true;
      process.removeListener("beforeExit", idle);
      if (error !== null && error !== undefined) reject(error);
      else resolve(answer);
    };
    const settle = (error, answer) => {
      if (error !== null && error !== undefined) return finish(error);
      if (!context.callbackWaitsForEmptyEventLoop) return finish(null, answer);
      process.removeListener("beforeExit", idle);
      process.once("beforeExit", () => finish(null, answer));
    };
    context = contextOf(headers, settle);
    process.once("beforeExit", idle);
    let result;
    try {
      result = handler(event, context, settle);
    } catch (error) {
      return finish(error);
    }
    if (result !== null && typeof result === "object" && typeof result.then === "function") {
      result.then((answer) => finish(null, answer), (error) => finish(error ?? new Error(String(error))));
    }
  });
}

async function handle(handler, headers, body) {
  const id = headers["lambda-runtime-aws-request-id"];
  current = { id };
  process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"] ?? "";
  let answer;
  try {
    let event;
    try {
      event = JSON.parse(body);
    } catch (error) {
      throw new Known("Runtime.UnmarshalError", `Unable to unmarshal input: ${error.message}`);
    }
    const result = await run(handler, event, headers);
    try {
      answer = JSON.stringify(result === undefined ? null : result) ?? "null";
    } catch (error) {
      throw new Known("Runtime.MarshalError", `Unable to marshal response: ${error.message}`);
    }
  } catch (error) {
    const document = documentOf(error);
    console.error("Invoke Error", "\t", JSON.stringify(document));
    await postFailure(`/invocation/${id}/error`, document);
    current = null;
    return;
  }
  await send("POST", `/invocation/${id}/response`, answer, { "Content-Type": "application/json" });
  current = null;
}

/** An error that no handler caught ends the invocation, and the worker with it. */
function installLastResort() {
  const last = (kind) => async (thrown) => {
    const document = { ...documentOf(thrown), ...(kind ? { errorType: kind } : {}) };
    console.error(kind ?? "Uncaught Exception", "\t", JSON.stringify(document));
    if (current) await postFailure(`/invocation/${current.id}/error`, document).catch(() => undefined);
    process.exit(kind ? 128 : 129);
  };
  process.on("uncaughtException", last(null));
  process.on("unhandledRejection", last("Runtime.UnhandledPromiseRejection"));
}

async function main() {
  installConsole();
  let handler;
  try {
    handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
  } catch (error) {
    return failInit(error);
  }
  installLastResort();
  for (;;) {
    const { response, body } = await send("GET", "/invocation/next");
    if (response.statusCode !== 200) process.exit(1);
    await handle(handler, response.headers, body);
  }
}

await main();
