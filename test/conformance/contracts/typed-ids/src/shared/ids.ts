declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type UserId = Branded<"UserId">;
export const UserId = (value: string): UserId => value as UserId;

export type ThreadId = Branded<"ThreadId">;
export const ThreadId = Object.assign((value: string) => value as ThreadId, {
  fromRequest: (request: { get(name: string): string | undefined }) => (request.get("id") ?? "") as ThreadId,
});
