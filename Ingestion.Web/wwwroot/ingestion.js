// Two things a server cannot do: remember the reader's preferences in cookies it can read at the first paint,
// and send a file without passing it through the page's circuit.
(() => {
  const year = 60 * 60 * 24 * 365;
  const remember = (name, value) => {
    document.cookie = `ingestion.${name}=${encodeURIComponent(value)}; path=/; max-age=${year}; samesite=lax`;
  };

  remember("timezone", Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (!document.cookie.includes("ingestion.theme=")) {
    remember("theme", matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  const uploads = new Map();

  window.ingestion = {
    rememberTheme: theme => remember("theme", theme),

    // Resolves with {status, body}; status 0 means that no answer came.
    upload: (input, url, fields, antiforgeryToken, observer) => new Promise(resolve => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) {
        form.append(name, value);
      }
      form.append("file", input.files[0]);

      const request = new XMLHttpRequest();
      uploads.set(input, request);
      const end = (status, body) => {
        uploads.delete(input);
        resolve({ status, body });
      };
      let reported = 0;
      request.upload.onprogress = event => {
        const share = event.total ? event.loaded / event.total : 0;
        if (share === 1 || performance.now() - reported > 250) {
          reported = performance.now();
          observer.invokeMethodAsync("ReportSentAsync", share);
        }
      };
      request.onload = () => end(request.status, request.responseText);
      request.onerror = request.onabort = () => end(0, "");
      request.open("POST", url);
      request.setRequestHeader("RequestVerificationToken", antiforgeryToken ?? "");
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.send(form);
    }),

    cancelUpload: input => uploads.get(input)?.abort(),
  };
})();
