/** Hands a workflow document to the browser as a file named after the workflow. */
export const saveAsFile = (name: string, document: unknown) => {
  const file = new Blob([JSON.stringify(document, null, 2)], { type: "application/json" });
  const link = window.document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.workflow.json`;
  link.click();
  URL.revokeObjectURL(link.href);
};
