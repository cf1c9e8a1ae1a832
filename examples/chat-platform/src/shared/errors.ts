/** An error that a route turns into an HTTP status. */
export class HttpError extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 429,
    message: string,
  ) {
    super(message);
    this.name = "HttpError";
  }
}

export const notFound = (what: string) => new HttpError(404, `${what} not found`);
export const unauthorized = (why: string) => new HttpError(401, why);
export const badRequest = (why: string) => new HttpError(400, why);
