// Starts the application. A file of its own: the Content-Security-Policy refuses scripts written in the page.
import init from "./creno-back-office.js";

init({ module_or_path: new URL("./creno-back-office_bg.wasm", import.meta.url) }).catch((error) => {
  document.getElementById("unsupported").hidden = false;
  throw error;
});
