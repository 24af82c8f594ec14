// Fills in where the phone is. Without it people describe the place in words, or type the numbers.
const holder = document.querySelector("[data-locate]");
if (holder && "geolocation" in navigator) {
  holder.hidden = false;
  const [button, said] = [holder.querySelector("button"), holder.querySelector("[role=status]")];
  button.addEventListener("click", () => {
    said.textContent = holder.dataset.textWaiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        document.getElementById(holder.dataset.latitude).value = coords.latitude.toFixed(6);
        document.getElementById(holder.dataset.longitude).value = coords.longitude.toFixed(6);
        said.textContent = holder.dataset.textDone;
      },
      () => { said.textContent = holder.dataset.textFailed; },
      { enableHighAccuracy: true, timeout: 15_000 });
  });
}
