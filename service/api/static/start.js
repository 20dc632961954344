window.addEventListener("load", () => {
  SwaggerUIBundle({ url: "/schema/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null });
});
