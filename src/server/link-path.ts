/** Where a one-time link leads. What follows # stays in the browser: no server, proxy or log ever sees the token. */
export const linkPath = (token: string): string => `/dashboard/link#${token}`;
