package dev.keyhook.spring;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** Finds the methods with {@link WebhookHandler} of all beans. */
final class HandlerMethods {

  private final ConfigurableListableBeanFactory beans;

  HandlerMethods(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  /**
   * Returns the handlers of all beans, and creates these beans if needed.
   *
   * @throws KeyhookConfigurationException if a method cannot be a handler
   */
  List<HandlerMethod> find() {
    List<HandlerMethod> found = new ArrayList<>();
    for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
      Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : targetType(name);
      if (type != null && AnnotationUtils.isCandidateClass(type, WebhookHandler.class)) {
        for (Method method : annotated(type)) {
          found.add(HandlerMethod.of(beans.getBean(name), type, method));
        }
      }
    }
    return found;
  }

  private @Nullable Class<?> targetType(String name) {
    Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
    String target = ScopedProxyUtils.getTargetBeanName(name);
    if (!beans.containsBeanDefinition(target)) {
      return type;
    }
    try {
      return AutoProxyUtils.determineTargetClass(beans, target);
    } catch (NoSuchBeanDefinitionException e) {
      return type;
    }
  }

  private static Set<Method> annotated(Class<?> type) {
    return MethodIntrospector.selectMethods(
        type, (Method method) -> AnnotatedElementUtils.hasAnnotation(method, WebhookHandler.class));
  }
}
