/** What `onSubmit` of a form does: we send it, and the browser, which would leave the page, does not. */
export const sends = (send: () => unknown) => (event: Event) => {
  event.preventDefault();
  send();
};
