// Improvements for who has scripts on; every page works without. Nothing is sent anywhere.

// How many characters are left below a text, instead of how many there may be.
for (const count of document.querySelectorAll("[data-counts]")) {
  const field = document.getElementById(count.dataset.counts);
  const show = () => {
    const left = Number(count.dataset.limit) - [...field.value].length;
    const words = left < 0 ? count.dataset.over : count.dataset.left;
    count.textContent = words.replace("#", Math.abs(left).toLocaleString(document.documentElement.lang));
    count.classList.toggle("over", left < 0);
    count.setAttribute("aria-live", left < 200 ? "polite" : "off");
  };
  field.addEventListener("input", show);
  show();
}

// The button that prints, instead of the line that says how to.
for (const line of document.querySelectorAll("[data-without-print]")) line.hidden = true;
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A file that is too big is named before it is sent, instead of after.
for (const box of document.querySelectorAll("[data-files]")) {
  const field = box.querySelector("input[type=file]");
  field.addEventListener("change", () => {
    const big = [...field.files].filter((file) => file.size > Number(box.dataset.mostBytes));
    field.setCustomValidity(big.length ? `${box.dataset.tooBig} ${big.map((file) => file.name).join(", ")}` : "");
    field.reportValidity();
  });
}
