document.getElementById("script").textContent = "script ran";
document.getElementById("style").textContent = getComputedStyle(document.getElementById("title")).color;
fetch("api/greeting")
  .then(response => response.text())
  .then(text => { document.getElementById("api").textContent = text; });
