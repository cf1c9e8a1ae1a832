/** The one home of the types that every layer shares. */
declare const brand: unique symbol;

/** A string that only its own constructor makes. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type UserId = Branded<"UserId">;
export type ThreadId = Branded<"ThreadId">;
export type RunId = Branded<"RunId">;
export type RequestId = Branded<"RequestId">;

/** What a typed ID can be read from: anything that gives parameters by name. */
export interface RequestLike {
  get(name: string): string | null | undefined;
}

function idType<Type extends string>(name: string) {
  const wrap = (value: string): Type => {
    if (value.length === 0) throw new TypeError(`${name} must not be empty`);
    return value as Type;
  };
  return Object.assign(wrap, {
    /** Takes the parameter `id` of a request. */
    fromRequest(request: RequestLike): Type {
      const value = request.get("id");
      if (!value) throw new TypeError(`the request has no ${name}`);
      return wrap(value);
    },
  });
}

export const UserId = idType<UserId>("UserId");
export const ThreadId = idType<ThreadId>("ThreadId");
export const RunId = idType<RunId>("RunId");
export const RequestId = idType<RequestId>("RequestId");

export type Role = "user" | "assistant" | "tool";

/** One message of a thread. */
export interface Message {
  id: string;
  threadId: string;
  userId: string;
  role: Role;
  content: string;
  createdAt: number;
}
