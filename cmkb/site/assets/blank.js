/* A screen that was blanked (common.js) stays so from the first line of the next page on: this one file is not deferred. */
if (location.hash === "#blank") document.documentElement.setAttribute("data-ck-blank", "");
