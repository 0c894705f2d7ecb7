// What the scripts share: a client of the unmodified SDK, a count of the requests it makes, one JSON line as the result.
import OpenAI from "openai";

export const model = process.env.FAREBOX_MODEL;
export let requests = 0;

export const client = new OpenAI({
  baseURL: process.env.FAREBOX_BASE_URL,
  apiKey: process.env.FAREBOX_API_KEY,
  fetch: (url, init) => {
    requests++;
    return fetch(url, init);
  },
});

export const user = (content) => [{ role: "user", content }];

export const weather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather in one city",
    parameters: {
      type: "object",
      properties: { city: { type: "string" }, unit: { type: "string", enum: ["C", "F"] } },
      required: ["city", "unit"],
      additionalProperties: false,
    },
  },
};

export const print = (result) => console.log(JSON.stringify({ ...result, requests }));

export const described = (error) => ({
  class: error.constructor.name,
  isApiError: error instanceof OpenAI.APIError,
  status: error.status ?? null,
  code: error.code ?? null,
  type: error.type ?? null,
  param: error.param ?? null,
  message: error.message,
  requestId: error.requestID ?? null,
});
