// @ts-check
const wrong = document.getElementById("wrong");
if (wrong && location.hash === "#wrong") wrong.hidden = false;
