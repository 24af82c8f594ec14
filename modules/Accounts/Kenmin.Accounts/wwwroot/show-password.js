// Beside each password field, a button that shows what was typed: easier and safer than typing it twice.
const japanese = document.documentElement.lang.startsWith("ja");

for (const input of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--plain";
  button.setAttribute("aria-controls", input.id);
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
    button.textContent = japanese ? "パスワードを表示する" : "Show the password";
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // What is visible must not stay in the browser's memory of form fields.
  input.form?.addEventListener("submit", () => show(false));
  show(false);
  input.after(button);
}
